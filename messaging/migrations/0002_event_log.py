"""The event log, partitioned by month; the default partition catches what no month covers."""

from django.db import migrations

CREATE = """
CREATE TABLE messaging_outbox (
    id uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    type varchar(100) NOT NULL,
    aggregate_id varchar(255) NOT NULL,
    version bigint NOT NULL,
    payload jsonb NOT NULL,
    actor varchar(255) NOT NULL,
    PRIMARY KEY (id, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX messaging_outbox_aggregate ON messaging_outbox (aggregate_id, version);
CREATE INDEX messaging_outbox_time ON messaging_outbox (recorded_at, id);
CREATE TABLE messaging_outbox_default PARTITION OF messaging_outbox DEFAULT;
"""


class Migration(migrations.Migration):
    """Django only reads this table, so it is not managed by it."""

    dependencies = [("messaging", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE messaging_outbox")]
