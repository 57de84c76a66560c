"""Rows that are updated all day get room on their page, and no index for patterns."""

from django.db import migrations

# Heap-only updates need free space beside the row. Django adds an index for LIKE to each text
# key; nothing here is searched by its beginning.
ROOM = """
ALTER TABLE allocation_product SET (fillfactor = 50);
ALTER TABLE allocation_batch SET (fillfactor = 50);
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT indexname FROM pg_indexes
        WHERE tablename IN ('allocation_product', 'allocation_batch') AND indexname LIKE '%\\_like'
    LOOP EXECUTE format('DROP INDEX %I', name); END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """Storage only: Django's picture of the tables stays as it is."""

    dependencies = [("allocation", "0001_initial")]

    operations = [migrations.RunSQL(ROOM, migrations.RunSQL.noop)]
