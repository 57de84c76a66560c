"""The repositories and read models of all contexts, on one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from allocation.read_models import (
    StoredAllocationsView,
    StoredAnswers,
    StoredLedger,
    StoredNews,
)
from allocation.repository import (
    AuditRepository,
    CatalogueRepository,
    CustomerRepository,
    OrderRepository,
    ProductRepository,
    ReorderPointRepository,
    StoredBooks,
)
from messaging.django_unit_of_work import DjangoUnitOfWork, ReadModel, StoredRepository
from messaging.periods import StoredPeriods
from scents.repository import (
    AllergenRepository,
    ClearanceRepository,
    FormatRepository,
    FormulaRepository,
    ImportRepository,
    MaterialRepository,
    OptimisationRepository,
    PolicyRepository,
    PriceListRepository,
    ScentRepository,
    StandardRepository,
    StoredResponses,
    SupplierRepository,
    SurveyRepository,
)


class UnitOfWork(DjangoUnitOfWork):
    """The repositories and read models of all contexts, on one transaction."""

    def open(self) -> tuple[Sequence[StoredRepository], Sequence[ReadModel]]:
        now = timezone.now()
        self.orders = OrderRepository(actor=self.actor)
        self.products = ProductRepository(locking=self.locking)
        self.customers = CustomerRepository()
        self.catalogue = CatalogueRepository()
        self.reorder_points = ReorderPointRepository()
        self.audits = AuditRepository()
        self.books = StoredBooks()
        self.periods = StoredPeriods()
        self.allocations_view = StoredAllocationsView()
        self.ledger = StoredLedger(actor=self.actor, now=now)
        self.answers = StoredAnswers()
        self.news = StoredNews(now=now)
        # In this order events are projected, and rows written: whoever needs several locks takes
        # the order's before those of products.
        repositories: list[StoredRepository] = [
            self.customers,
            self.catalogue,
            self.orders,
            self.products,
            self.reorder_points,
            self.audits,
            *self._laboratory(now),
            *self._surveys(now),
            self.periods,
            self.news,
        ]
        return repositories, [self.allocations_view, self.ledger, self.answers]

    def _laboratory(self, now: datetime) -> Sequence[StoredRepository]:
        self.formulas = FormulaRepository()
        self.optimisations = OptimisationRepository(now=now)
        self.materials = MaterialRepository()
        self.suppliers = SupplierRepository()
        self.price_lists = PriceListRepository()
        self.laboratory_imports = ImportRepository(actor=self.actor, now=now)
        self.safety_standards = StandardRepository(now=now)
        self.clearances = ClearanceRepository(now=now)
        self.delivery_formats = FormatRepository(now=now)
        self.allergen_rules = AllergenRepository(now=now)
        return [
            self.formulas,
            self.optimisations,
            self.materials,
            self.suppliers,
            self.price_lists,
            self.laboratory_imports,
            self.safety_standards,
            self.clearances,
            self.delivery_formats,
            self.allergen_rules,
        ]

    def _surveys(self, now: datetime) -> Sequence[StoredRepository]:
        self.surveys = SurveyRepository(now=now)
        self.policies = PolicyRepository(now=now)
        self.scents = ScentRepository()
        self.responses = StoredResponses()
        return [self.surveys, self.policies, self.scents]
