"""The classic endpoints."""

from django.urls import path

from allocation import views

urlpatterns = [
    path("add_batch", views.add_batch),
    path("allocate", views.allocate),
    path("allocations/<path:orderid>", views.allocations),
]
