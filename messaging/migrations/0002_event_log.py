"""The event log, partitioned by month; the default partition catches what no month covers."""

from django.db import migrations, models

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
    """Django cannot make partitioned tables; all else about this one it knows."""

    dependencies = [("messaging", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, "DROP TABLE messaging_outbox")],
            state_operations=[
                migrations.CreateModel(
                    name='OutboxEvent',
                    fields=[
                        ('id', models.UUIDField(primary_key=True, serialize=False)),
                        ('recorded_at', models.DateTimeField()),
                        ('type', models.CharField(max_length=100)),
                        ('aggregate_id', models.CharField(max_length=255, verbose_name='about')),
                        ('version', models.BigIntegerField()),
                        ('payload', models.JSONField()),
                        ('actor', models.CharField(max_length=255)),
                    ],
                    options={
                        'verbose_name': 'event',
                        'verbose_name_plural': 'event log',
                        'db_table': 'messaging_outbox',
                        'ordering': ['-recorded_at', '-id'],
                    },
                ),
            ],
        )
    ]
