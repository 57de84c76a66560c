"""The customers' part of `/api/v1/`."""

from django.urls import path

from allocation.api import account, orders, products, webhooks

urlpatterns = [
    path("me", account.Me.as_view()),
    path("addresses", account.Addresses.as_view()),
    path("products", products.Products.as_view()),
    path("orders", orders.Orders.as_view()),
    path("orders/<str:reference>", orders.OneOrder.as_view()),
    path("orders/<str:reference>/amend", orders.AmendOrder.as_view()),
    path("orders/<str:reference>/cancel", orders.CancelOrder.as_view()),
    path("orders/<str:reference>/events", orders.OrderEvents.as_view()),
    path("webhooks", webhooks.Webhooks.as_view()),
    path("webhooks/<uuid:id>", webhooks.OneWebhook.as_view()),
    path("webhooks/<uuid:id>/rotate", webhooks.RotateSecret.as_view()),
    path("webhooks/<uuid:id>/test", webhooks.SendTest.as_view()),
    path("webhooks/<uuid:id>/messages", webhooks.Messages.as_view()),
]
