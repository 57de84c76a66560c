"""What triggers what: read this page, and you know how the company reacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from allocation import channels, handlers
from config.unit_of_work import UnitOfWork
from config.wiring import dependencies
from domain.allocation import commands, events
from domain.kernel import Command, Event
from domain.scents import commands as laboratory
from domain.scents import events as laboratory_events
from messaging import handlers as message_handlers
from messaging.bus import Handler, MessageBus, UnitOfWorkFactory, inject
from messaging.commands import DiscardParkedMessage, ReplayParkedMessage, StopBulkJob
from messaging.outbox import Outbox
from messaging.wake import wake
from messaging.webhooks import commands as webhook_commands
from messaging.webhooks import handlers as webhook_handlers
from scents import handlers as laboratory_handlers

# A command has one handler; its errors reach the caller.
COMMAND_HANDLERS: Mapping[type[Command], Handler] = {
    commands.CreateBatch: handlers.add_batch,
    commands.ReleaseBatch: handlers.release_batch,
    commands.BlockBatch: handlers.block_batch,
    commands.ExpireBatch: handlers.expire_batch,
    commands.ChangeBatchQuantity: handlers.change_batch_quantity,
    commands.ScrapUnits: handlers.scrap_units,
    commands.ChangeBatchEta: handlers.change_batch_eta,
    commands.ReceiveBatch: handlers.receive_batch,
    commands.Simulate: handlers.simulate,
    commands.CarryOut: handlers.carry_out,
    commands.Allocate: handlers.allocate,
    commands.ImportStockAndOrders: handlers.import_stock_and_orders,
    commands.PlaceOrder: handlers.place_order,
    commands.AmendOrder: handlers.amend_order,
    commands.CancelOrder: handlers.cancel_order,
    commands.ShipOrder: handlers.ship_order,
    commands.DescribeProduct: handlers.describe_product,
    commands.SetReorderPoint: handlers.set_reorder_point,
    commands.RemoveReorderPoint: handlers.remove_reorder_point,
    commands.CheckReorderPoint: handlers.check_reorder_point,
    commands.MeasureDemand: handlers.measure_demand,
    commands.IssuePurchasingDigest: handlers.issue_purchasing_digest,
    commands.AuditStock: handlers.audit_stock,
    commands.RepairCounters: handlers.repair_counters,
    commands.SettleAudit: handlers.settle_audit,
    commands.RegisterCustomer: handlers.register_customer,
    commands.ChangeCustomer: handlers.change_customer,
    commands.AddMember: handlers.add_member,
    commands.ChangeMember: handlers.change_member,
    commands.RemoveMember: handlers.remove_member,
    commands.AddAddress: handlers.add_address,
    commands.RemoveAddress: handlers.remove_address,
    commands.IssueApiKey: handlers.issue_api_key,
    commands.RevokeApiKey: handlers.revoke_api_key,
    commands.FlagLeakedApiKey: handlers.flag_leaked_api_key,
    laboratory.DraftFormula: laboratory_handlers.draft_formula,
    laboratory.ReviseFormula: laboratory_handlers.revise_formula,
    laboratory.BranchFormula: laboratory_handlers.branch_formula,
    laboratory.ApproveFormula: laboratory_handlers.approve_formula,
    laboratory.WithdrawApproval: laboratory_handlers.withdraw_approval,
    laboratory.RequestOptimisation: laboratory_handlers.request_optimisation,
    laboratory.CancelOptimisation: laboratory_handlers.cancel_optimisation,
    laboratory.FinishOptimisation: laboratory_handlers.finish_optimisation,
    laboratory.AddMaterial: laboratory_handlers.add_material,
    laboratory.DescribeMaterial: laboratory_handlers.describe_material,
    laboratory.RecordProperty: laboratory_handlers.record_property,
    laboratory.RecordConstituents: laboratory_handlers.record_constituents,
    laboratory.FillMaterial: laboratory_handlers.fill_material,
    laboratory.RetireMaterial: laboratory_handlers.retire_material,
    laboratory.RestoreMaterial: laboratory_handlers.restore_material,
    laboratory.RegisterSupplier: laboratory_handlers.register_supplier,
    laboratory.ChangeSupplier: laboratory_handlers.change_supplier,
    laboratory.MakeOffer: laboratory_handlers.make_offer,
    laboratory.WithdrawOffer: laboratory_handlers.withdraw_offer,
    laboratory.ImportLaboratory: laboratory_handlers.import_laboratory,
    laboratory.PrepareImport: laboratory_handlers.prepare_import,
    laboratory.ConfirmImport: laboratory_handlers.confirm_import,
    laboratory.RecordStandard: laboratory_handlers.record_standard,
    laboratory.WithdrawStandard: laboratory_handlers.withdraw_standard,
    laboratory.RecordClearance: laboratory_handlers.record_clearance,
    laboratory.WithdrawClearance: laboratory_handlers.withdraw_clearance,
    laboratory.DecideCategory: laboratory_handlers.decide_category,
    laboratory.RecordAllergenRule: laboratory_handlers.record_allergen_rule,
    laboratory.WithdrawAllergenRule: laboratory_handlers.withdraw_allergen_rule,
    laboratory.ImportSafetyRules: laboratory_handlers.import_safety_rules,
    laboratory.DraftSurvey: laboratory_handlers.draft_survey,
    laboratory.ReviseSurvey: laboratory_handlers.revise_survey,
    laboratory.OpenSurvey: laboratory_handlers.open_survey,
    laboratory.IssueInvitations: laboratory_handlers.issue_invitations,
    laboratory.AssignSamples: laboratory_handlers.assign_samples,
    laboratory.RecordResponses: laboratory_handlers.record_responses,
    laboratory.EraseResponse: laboratory_handlers.erase_response,
    laboratory.DecideVariant: laboratory_handlers.decide_variant,
    laboratory.WatchSourcing: laboratory_handlers.watch_sourcing,
    laboratory.ReviewSurvey: laboratory_handlers.review_survey,
    laboratory.CloseSurvey: laboratory_handlers.close_survey,
    laboratory.UnblindSurvey: laboratory_handlers.unblind_survey,
    laboratory.RecordPolicy: laboratory_handlers.record_policy,
    laboratory.DecideSourcing: laboratory_handlers.decide_sourcing,
    laboratory.ImportMarketResearch: laboratory_handlers.import_market_research,
    laboratory.OverruleSourcing: laboratory_handlers.overrule_sourcing,
    ReplayParkedMessage: message_handlers.replay_parked_message,
    DiscardParkedMessage: message_handlers.discard_parked_message,
    StopBulkJob: message_handlers.stop_bulk_job,
    webhook_commands.RegisterWebhook: webhook_handlers.register_webhook,
    webhook_commands.RemoveWebhook: webhook_handlers.remove_webhook,
    webhook_commands.RotateWebhookSecret: webhook_handlers.rotate_webhook_secret,
    webhook_commands.SendTestWebhook: webhook_handlers.send_test_webhook,
    webhook_commands.DisableWebhook: webhook_handlers.disable_webhook,
    webhook_commands.EnableWebhook: webhook_handlers.enable_webhook,
    webhook_commands.ReplayWebhookMessage: webhook_handlers.replay_webhook_message,
}

# In the transaction of the command: read models, and rules that must not wait.
IN_TRANSACTION: Mapping[type[Event], Sequence[Handler]] = {
    events.BatchCreated: [handlers.write_ledger, handlers.fill_backorders],
    events.BatchReleased: [handlers.write_ledger, handlers.fill_backorders],
    events.BatchBlocked: [handlers.write_ledger],
    events.BatchExpired: [handlers.write_ledger],
    events.BatchQuantityChanged: [handlers.write_ledger, handlers.fill_backorders],
    events.BatchEtaChanged: [handlers.write_ledger],
    events.BatchReceived: [handlers.write_ledger, handlers.fill_backorders],
    events.CountersRepaired: [handlers.write_ledger],
    events.Allocated: [
        handlers.write_ledger,
        handlers.add_allocation_to_read_model,
        handlers.note_moment,
    ],
    events.Deallocated: [
        handlers.write_ledger,
        handlers.remove_allocation_from_read_model,
        handlers.note_moment,
        handlers.reallocate,
    ],
    events.LineChanged: [handlers.fill_backorders],
    events.UnitsShipped: [handlers.write_ledger],
    events.Backordered: [handlers.note_moment],
    events.PromiseChanged: [handlers.note_moment],
    events.OrderPlaced: [handlers.note_moment],
    events.OrderAmended: [handlers.note_moment],
    events.OrderCancelled: [handlers.note_moment],
    events.OrderShipped: [handlers.note_moment],
}

# After the commit, each on its own, until it succeeds.
EVENT_HANDLERS: Mapping[type[Event], Sequence[Handler]] = {
    events.DeliveryPromised: [laboratory_handlers.note_delivery_promised],
    events.DeliveryCame: [laboratory_handlers.note_delivery_came],
    events.Allocated: [handlers.publish_allocated_event],
    events.OutOfStock: [handlers.send_out_of_stock_notification],
    events.OrderUpdated: [handlers.tell_webhooks, handlers.mail_customer],
    events.LowStock: [handlers.warn_of_low_stock],
    events.PurchasingDigestDue: [handlers.send_purchasing_digest],
    events.BooksDiffer: [handlers.report_differences],
    laboratory_events.FormulaApproved: [handlers.note_formula_approved],
    laboratory_events.ApprovalWithdrawn: [handlers.note_approval_withdrawn],
    laboratory_events.ScentUpdated: [
        handlers.note_scent_updated,
        laboratory_handlers.publish_scent_updated,
    ],
    laboratory_events.OptimisationRequested: [laboratory_handlers.start_solver],
    laboratory_events.EvidenceGathered: [
        laboratory_handlers.weigh_evidence,
        laboratory_handlers.weigh_contest,
        laboratory_handlers.watch_decision,
    ],
    laboratory_events.SurveyClosed: [laboratory_handlers.mail_researchers],
    laboratory_events.SourcingDecided: [
        laboratory_handlers.mail_researchers,
        laboratory_handlers.mail_buyers,
    ],
    laboratory_events.SourcingReopened: [
        laboratory_handlers.mail_researchers,
        laboratory_handlers.mail_buyers,
    ],
    laboratory_events.MarketResearchImported: [
        laboratory_handlers.mail_researchers,
        laboratory_handlers.mail_buyers,
    ],
}

# What other systems send over Redis: the channel, and how its messages become commands.
CHANNELS: Mapping[str, Callable[[Mapping[str, Any]], Command]] = {
    "change_batch_quantity": channels.change_batch_quantity,
}


def bootstrap(
    *,
    uow: UnitOfWorkFactory | None = None,
    clock: Callable[[], datetime] = timezone.now,
    **instead: Any,
) -> MessageBus:
    """A bus with everything in place; tests replace parts by parameter name."""
    parts = dependencies(clock)
    if strange := instead.keys() - parts.keys():
        raise TypeError(f"no handler could ask for {', '.join(sorted(strange))}")
    parts |= instead
    projections = {
        kind: [inject(handler, parts) for handler in handlers]
        for kind, handlers in IN_TRANSACTION.items()
    }
    return MessageBus(
        uow=uow or stored(clock),
        projections=projections,
        command_handlers=COMMAND_HANDLERS,
        event_handlers=EVENT_HANDLERS,
        dependencies=parts,
    )


def stored(clock: Callable[[], datetime]) -> UnitOfWorkFactory:
    """Units of work on the database, which leave their events in the outbox."""
    outbox = Outbox(
        subscribers={kind: [h.__name__ for h in hs] for kind, hs in EVENT_HANDLERS.items()},
        wake=wake,
        clock=clock,
    )

    def make(*, actor: str, locking: bool) -> UnitOfWork:
        return UnitOfWork(outbox=outbox, actor=actor, locking=locking)

    return make
