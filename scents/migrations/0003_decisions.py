"""The plain policy is there from the beginning; what was decided never changes.

Rows may be deleted, so that a database can be emptied; nothing in the programs does it.
"""

from django.db import migrations
from django.utils import timezone

FIXED = """
CREATE FUNCTION scents_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decisions_never_change BEFORE UPDATE ON scents_sourcingdecision
    FOR EACH ROW EXECUTE FUNCTION scents_never_changes();
CREATE TRIGGER policies_never_change BEFORE UPDATE ON scents_decisionpolicy
    FOR EACH ROW EXECUTE FUNCTION scents_never_changes();
"""
FREE = """
DROP TRIGGER policies_never_change ON scents_decisionpolicy;
DROP TRIGGER decisions_never_change ON scents_sourcingdecision;
DROP FUNCTION scents_never_changes();
"""
TERMS = {
    "threshold": "40",
    "inclusive": True,
    "test": "point rule",
    "alpha": "0.05",
    "least": 1,
    "undecided": "answer provisionally",
    "quantity": 1,
    "confidence": "0.95",
    "note": "The company's rule: 40 % of those who chose, or more.",
}


def add_plain(apps, schema_editor):
    apps.get_model("scents", "DecisionPolicy").objects.get_or_create(
        code="PLAIN",
        version=1,
        defaults={"terms": TERMS, "recorded_by": "the company", "recorded_at": timezone.now()},
    )


class Migration(migrations.Migration):

    dependencies = [("scents", "0002_surveys")]
    operations = [
        migrations.RunPython(add_plain, migrations.RunPython.noop),
        migrations.RunSQL(FIXED, FREE),
    ]
