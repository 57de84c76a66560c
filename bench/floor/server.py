"""The floor beside the product: the same server command, a database of its own."""

from psycopg2.extensions import connection
from stack import ports
from stack.readiness import wait_until_ready

from bench.rig import stock
from bench.rig.company import Company, commands

_DATABASE = "floor"


class Floor:
    """Started idle beside the product; both are loaded in turn."""

    def __init__(
        self, company: Company, *, skus: int = 1_000, with_middleware: bool = False
    ) -> None:
        self.database_url = company.database_url.rpartition("/")[0] + "/" + _DATABASE
        with company.connect().cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {_DATABASE}")
        env = {
            "DATABASE_URL": self.database_url,
            "PORT": str(ports.find_free()),
            "FLOOR_WITH_MIDDLEWARE": "on" if with_middleware else "off",
        }
        company.prepare(env)
        self.database: connection = company.connect(self.database_url)
        stock.receive(company, skus=skus, database_url=self.database_url)
        self.url = f"http://127.0.0.1:{env['PORT']}"
        web = commands()["web"].replace("config.wsgi", "bench.floor.wsgi")
        company.start("floor", web, env)
        wait_until_ready(company.supervisor, port=int(env["PORT"]))
