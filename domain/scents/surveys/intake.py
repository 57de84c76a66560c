"""What becomes of responses, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.kernel import BadInput
from domain.scents.surveys.judgement import Judged, judge
from domain.scents.surveys.plan import Plan
from domain.scents.surveys.response import SCREENED_OUT, Fate, Kept, Receipt, Response, fingerprint
from domain.scents.surveys.samples import Samples


class Intake:
    """One batch of responses to an open survey: each is accepted once, or refused for a reason.

    `known` and `assigned` as in `Survey.take`; `taken` counts the answers of the groups.
    """

    def __init__(
        self,
        plan: Plan,
        samples: tuple[Samples, ...],
        known: Mapping[int, str],
        assigned: Mapping[int, Mapping[int, str]],
        taken: Mapping[str, int],
        *,
        since: datetime,
        now: datetime,
    ) -> None:
        self._plan = plan
        self._samples = samples
        self._known = dict(known)
        self._assigned = assigned
        self.taken = dict(taken)
        self._since = since
        self._now = now

    def take(self, response: Response, serial: int | None, place: int) -> Receipt:
        """`serial` is the number of its invitation; None: this is none of ours.

        Raises BadInput, whose field leads there as a JSON pointer does: `responses/3/group`.
        """
        try:
            judged = self._read(response)
        except BadInput as fault:
            raise BadInput(f"responses/{place}/{fault.field}", fault.reason) from fault
        if serial is None:
            return Receipt(Fate.FORGED)
        is_out = response.consent and self._is_out(response)
        told = SCREENED_OUT if is_out else fingerprint(response, judged)
        if serial in self._known:
            return Receipt(Fate.ALREADY if self._known[serial] == told else Fate.CONFLICT)
        if not response.consent:
            return Receipt(Fate.NO_CONSENT)
        if is_out:
            kept = Kept(serial, "", response.given_at or self._now, told)
            return self._keep(Fate.SCREENED_OUT, kept)
        if self._is_full(response.group):
            return Receipt(Fate.QUOTA_FULL)
        if not self._was_assigned(serial, judged):
            return Receipt(Fate.NOT_ASSIGNED)
        self.taken[response.group] = self.taken.get(response.group, 0) + 1
        given_at = response.given_at or self._now
        kept = Kept(serial, response.group, given_at, told, judged, response.screening or {})
        return self._keep(Fate.ACCEPTED, kept)

    def _keep(self, fate: Fate, kept: Kept) -> Receipt:
        self._known[kept.serial] = kept.fingerprint
        return Receipt(fate, kept)

    def _read(self, response: Response) -> tuple[Judged, ...]:
        """All judgements, by task; who is screened out, or does not consent, need not make them."""
        self._require_known(response)
        if not response.consent or self._is_out(response):
            return ()
        judged, numbers = [], set()
        for n, raw in enumerate(response.judgements):
            number = raw.get("task")
            if not isinstance(number, int) or isinstance(number, bool) or number in numbers:
                raise BadInput(f"judgements/{n}/task", "must be the number of a task, each once")
            if not 1 <= number <= len(self._plan.tasks):
                raise BadInput(f"judgements/{n}/task", "there is no such task")
            numbers.add(number)
            task, samples = self._plan.tasks[number - 1], self._samples[number - 1]
            try:
                judged.append(judge(number, task, samples, raw))
            except BadInput as fault:
                raise BadInput(f"judgements/{n}/{fault.field}", fault.reason) from fault
        if len(judged) < len(self._plan.tasks):
            raise BadInput("judgements", "must be one for each task")
        return tuple(sorted(judged, key=lambda one: one.task))

    def _require_known(self, response: Response) -> None:
        if self._plan.groups and response.consent and self._plan.group(response.group) is None:
            raise BadInput("group", "must be one of the groups of the survey")
        if response.group and not self._plan.groups:
            raise BadInput("group", "the survey has no groups")
        told = response.screening or {}
        for question in self._plan.questions if response.consent else ():
            if told.get(question.name) not in question.options:
                raise BadInput(f"screening/{_token(question.name)}", "must be one of the answers")
        names = {question.name for question in self._plan.questions}
        if not told.keys() <= names:
            raise BadInput("screening", "there is no such question")
        given = response.given_at
        if given is not None and not (given.tzinfo and self._since <= given <= self._now):
            raise BadInput("given_at", "must lie between the opening of the survey and now")

    def _is_out(self, response: Response) -> bool:
        told = response.screening or {}
        return any(told.get(question.name) in question.out for question in self._plan.questions)

    def _is_full(self, name: str) -> bool:
        group = self._plan.group(name)
        if group is None or group.quota is None:
            return False
        return self.taken.get(name, 0) >= group.quota

    def _was_assigned(self, serial: int, judged: tuple[Judged, ...]) -> bool:
        """Adaptive tasks count what was assigned, or the chances that were noted mean nothing."""
        assigned = self._assigned.get(serial, {})
        return all(
            [assigned.get(one.task)] == one.kept["shown"]
            for one in judged
            if self._plan.tasks[one.task - 1].is_adaptive
        )


def _token(name: str) -> str:
    """A name as a part of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
