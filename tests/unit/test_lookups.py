"""What the libraries' tables give for a CAS number, and what they do not."""

from __future__ import annotations

import math

import pytest
from chemicals import vapor_pressure
from chemicals.dippr import EQ101
from chemicals.vapor_pressure import Antoine

from domain.kernel import BadInput
from domain.scents.material import Groups, Kind, NoData
from domain.scents.measured import ROOM, Measured
from domain.scents.physics.vapour import Correlation, VapourPressure
from scents.lookups import UnknownCas, look_up, suggest_code
from scents.vapour_tables import FAR, look_up_vapour_pressure

LIMONENE, ETHANOL, WATER, TOLUENE = "5989-27-5", "64-17-5", "7732-18-5", "108-88-3"
GEOSMIN, TRIETHYL_CITRATE, CALONE = "19700-21-1", "77-93-0", "28940-11-6"
NONANAL, CITRAL = "124-19-6", "5392-40-5"


def pascals(fit: VapourPressure, temperature: float) -> float:
    """By the formulas that the correlations are documented with."""
    c = fit.coefficients
    if fit.correlation is Correlation.ANTOINE:
        return 1000 * 10 ** (c[0] - c[1] / (temperature + c[2]))
    assert fit.correlation is Correlation.DIPPR101
    exponent = c[0] + c[1] / temperature + c[2] * math.log(temperature) + c[3] * temperature ** c[4]
    return math.exp(exponent)


def fit_of(cas: str) -> VapourPressure:
    fit = look_up(cas).vapour_pressure
    assert isinstance(fit, VapourPressure)
    return fit


def test_a_chemical_comes_with_what_the_tables_have_and_where_it_stands():
    ethanol = look_up(ETHANOL)

    assert (ethanol.code, ethanol.name, ethanol.kind) == ("ETHANOL", "ethanol", Kind.CHEMICAL)
    assert isinstance(ethanol.molar_mass, Measured)
    assert ethanol.molar_mass.value == pytest.approx(46.068, abs=1e-3)
    assert isinstance(ethanol.density, Measured)
    assert ethanol.density.value == pytest.approx(0.785, abs=1e-3)
    assert ethanol.density.temperature == ROOM
    assert isinstance(ethanol.groups, Groups)
    assert ethanol.groups.counts == ((1, 1), (2, 1), (14, 1))
    assert ethanol.groups.source == "thermo 0.6.1, DDBST UNIFAC assignments"
    assert fit_of(ETHANOL).source == "chemicals 1.5.2, Antoine (Poling)"
    assert ethanol.smell is None


def test_water_weighs_a_gram_per_millilitre_and_boils_at_373_kelvin():
    density = look_up(WATER).density

    assert isinstance(density, Measured)
    assert density.value == pytest.approx(0.997, abs=1e-3)
    assert pascals(fit_of(WATER), 373.15) == pytest.approx(101_325, rel=5e-3)


def test_an_antoine_fit_of_poling_gives_the_pressure_of_the_library():
    row = vapor_pressure.Psat_data_AntoinePoling.loc[TOLUENE]

    expected = Antoine(ROOM, row["A"], row["B"], row["C"])

    assert pascals(fit_of(TOLUENE), ROOM) == pytest.approx(expected, rel=1e-9)


def test_an_antoine_fit_of_landolt_boernstein_gives_the_pressure_of_the_library():
    row = vapor_pressure.Psat_data_Landolt_Antoine.loc[LIMONENE]

    expected = Antoine(ROOM, row["A"], row["B"], row["C"], base=math.e)

    assert pascals(fit_of(LIMONENE), ROOM) == pytest.approx(expected, rel=1e-9)


def test_a_dippr_fit_of_perry_gives_the_pressure_of_the_library():
    row = vapor_pressure.Psat_data_Perrys2_8.loc[NONANAL]

    expected = EQ101(ROOM, *(row[f"C{place}"] for place in range(1, 6)))

    assert fit_of(NONANAL).correlation is Correlation.DIPPR101
    assert pascals(fit_of(NONANAL), ROOM) == pytest.approx(expected, rel=1e-9)


def test_the_fit_whose_range_holds_room_temperature_is_taken():
    landolt = vapor_pressure.Psat_data_Landolt_Antoine.loc[ETHANOL]
    assert landolt["Tmin"] > ROOM

    fit = fit_of(ETHANOL)

    assert fit.lowest is not None
    assert fit.highest is not None
    assert fit.lowest <= ROOM <= fit.highest


def test_a_fit_from_far_above_room_temperature_is_no_data():
    assert vapor_pressure.Psat_data_Landolt_Antoine.loc[TRIETHYL_CITRATE]["Tmin"] > ROOM + FAR

    assert look_up(TRIETHYL_CITRATE).vapour_pressure == NoData(
        "chemicals 1.5.2, Antoine (Landolt-Boernstein IV/20): fitted from 400 K only"
    )


def test_what_is_in_no_table_is_no_data_and_not_estimated():
    geosmin = look_up(GEOSMIN)

    assert isinstance(geosmin.vapour_pressure, NoData)
    assert "Landolt-Boernstein" in geosmin.vapour_pressure.searched
    assert isinstance(geosmin.density, NoData)
    assert geosmin.gaps == ("density", "vapour_pressure", "smell")


def test_the_pressure_over_a_solid_is_not_taken_for_that_of_the_liquid():
    indole = "120-72-9"
    assert indole in vapor_pressure.Psub_data_Landolt_Antoine.index

    assert isinstance(look_up(indole).vapour_pressure, NoData)


def test_the_groups_of_a_stereoisomer_will_do_and_are_told_as_such():
    groups = look_up(LIMONENE).groups

    assert isinstance(groups, Groups)
    assert groups.counts == ((1, 2), (2, 3), (3, 1), (7, 1), (8, 1))
    assert groups.source.endswith("(of a stereoisomer)")


def test_a_name_is_not_a_cas_number():
    assert look_up(CITRAL).name == "3,7-dimethylocta-2,6-dienal"


@pytest.mark.parametrize("cas", ["", "limonene", "5989275", "5989-27", "05989-27-5", "5989-27-5 "])
def test_what_does_not_look_like_a_cas_number_is_refused(cas: str):
    with pytest.raises(BadInput, match="must look like"):
        look_up(cas)


def test_a_wrong_check_digit_is_refused():
    with pytest.raises(BadInput, match="check digit"):
        look_up("5989-27-4")


def test_an_unknown_chemical_is_not_found():
    with pytest.raises(UnknownCas, match=CALONE):
        look_up(CALONE)


def test_a_number_that_is_but_another_name_points_to_the_chemical():
    with pytest.raises(UnknownCas, match="listed with 98-55-5"):
        look_up("8000-41-7")


def test_a_code_is_made_of_capitals_digits_and_hyphens():
    assert suggest_code("(+)-Limonene") == "LIMONENE"
    assert suggest_code("1-octen-3-ol") == "1-OCTEN-3-OL"
    assert suggest_code("a" * 29 + " bc") == "A" * 29


def test_a_fit_with_a_misprint_is_no_data():
    """The table has B = 7.7 million for 1,2-dimethylhydrazine."""
    assert look_up_vapour_pressure("540-73-8") == NoData(
        "chemicals 1.5.2, Antoine (Landolt-Boernstein IV/20): the fit is not sound in its own range"
    )


def test_a_fit_with_a_pole_near_room_temperature_is_no_data():
    """Methacrylamide: C = -296.8 K, so the pressure vanishes 1.4 K below room temperature."""
    assert isinstance(look_up_vapour_pressure("79-39-0"), NoData)


def test_every_fit_that_is_given_has_a_possible_pressure_that_rises_with_the_temperature():
    tables = (
        vapor_pressure.Psat_data_AntoinePoling,
        vapor_pressure.Psat_data_Perrys2_8,
        vapor_pressure.Psat_data_Landolt_Antoine,
    )
    numbers = {cas for table in tables for cas in table.index}

    fits = [fit for cas in numbers if not isinstance(fit := look_up_vapour_pressure(cas), NoData)]

    assert len(fits) > 4000
    for fit in fits:
        assert 1e-15 < pascals(fit, ROOM) < pascals(fit, ROOM + 1) < 1e8, fit
