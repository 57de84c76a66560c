"""The out-of-stock mail, through a real worker and a real mail server."""

from uuid import uuid4

from tests.company import Company, MailServer, eventually


def test_out_of_stock_email(company: Company, mail_server: MailServer):
    sku = f"sku-{uuid4().hex[:8]}"
    company.add_batch(f"batch-{sku}", sku, 9)

    company.allocate("order1", sku, 10)

    [mail] = eventually(lambda: mail_server.about(sku))
    assert mail.mail_from == "allocations@example.com"
    assert mail.rcpt_tos == ["stock@made.com"]
    head, body = mail.original_content.decode().split("\r\n\r\n", 1)
    assert "Subject: allocation service notification" in head
    assert body.strip() == f"Out of stock for {sku}"


def test_a_repeated_order_sends_no_second_mail(company: Company, mail_server: MailServer):
    sku = f"sku-{uuid4().hex[:8]}"
    company.add_batch(f"batch-{sku}", sku, 9)
    for _ in range(3):
        company.allocate("order1", sku, 10)

    assert eventually(lambda: mail_server.about(sku))
    assert eventually(lambda: company.undelivered() == 0)
    assert len(mail_server.about(sku)) == 1
