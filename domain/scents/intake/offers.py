"""Taking in what files say of suppliers and their offers."""

from __future__ import annotations

from domain.scents.intake.materials import MaterialIntake
from domain.scents.intake.rows import OfferRow, SupplierRow
from domain.scents.intake.tally import Tally
from domain.scents.supply.offer import Offer, Sold
from domain.scents.supply.price_list import ListKey, PriceList, key_of
from domain.scents.supply.supplier import Supplier, SupplierProfile, UnknownSupplier


class OfferIntake:
    """Suppliers and price lists, which are changed at once: after a fault they are of no use."""

    def __init__(
        self,
        suppliers: dict[str, Supplier],
        price_lists: dict[ListKey, PriceList],
        materials: MaterialIntake,
        tally: Tally,
    ) -> None:
        self.suppliers = suppliers
        self.price_lists = price_lists
        self._materials = materials
        self._tally = tally

    def supply(self, row: SupplierRow) -> None:
        with self._tally.row(row.place, spoils=row.code):
            if not self._tally.is_first("suppliers", row.code, row.place):
                return
            known = self.suppliers.get(row.code)
            was_active = known.profile.active if known else True
            active = was_active if row.active is None else row.active
            profile = SupplierProfile(row.name, row.grade, row.email, row.note, active)
            before = known.profile if known else None
            if known is None:
                self.suppliers[row.code] = Supplier.register(row.code, profile)
            else:
                known.change(profile)
            self._tally.count("suppliers", row.code, before, profile)

    def offer(self, row: OfferRow) -> None:
        offer = row.offer
        if self._tally.is_spoiled(offer.supplier, offer.item):
            return
        with self._tally.row(row.place):
            self._require_parties(offer)
            prices = self.price_lists.setdefault(key_of(offer), PriceList(key_of(offer)))
            before, version = prices.begins(offer.valid_from), prices.version_number
            prices.make(offer)
            after = before if prices.version_number == version else offer
            key = f"{offer.supplier} {offer.item} from {offer.valid_from}"
            self._tally.count("offers", key, before, after)

    def _require_parties(self, offer: Offer) -> None:
        if offer.supplier not in self.suppliers:
            raise UnknownSupplier(offer.supplier)
        if offer.sold is Sold.MATERIAL:
            self._materials.known(offer.item)
