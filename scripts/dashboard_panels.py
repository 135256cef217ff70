"""The panels of the Grafana dashboard (scripts/dashboard.py)."""

from __future__ import annotations

_RATE = "[$__rate_interval]"
_P = "histogram_quantile({q}, sum by (le) (rate({name}_bucket{only}{r})))"

Query = tuple[str, str]
#: Rows of panels: title, kind, unit, and queries with their legends.
ROWS: tuple[tuple[str, tuple[tuple[str, str, str, tuple[Query, ...]], ...]], ...] = (
    (
        "Werkt het?",
        (
            ("Delen", "stat", "bool_on_off", (("min by (name) (rugwijzer_part_up)", "{{name}}"),)),
            (
                "Antwoorden van het vangnet per uur",
                "timeseries",
                "short",
                (
                    (
                        'sum by (kind) (increase(rugwijzer_messages_total{source="vangnet"}[1h]))',
                        "{{kind}}",
                    ),
                ),
            ),
            (
                "Rasa gaf geen antwoord, per uur",
                "timeseries",
                "short",
                (
                    (
                        "sum by (reason) (increase(rugwijzer_engine_failures_total[1h]))",
                        "{{reason}}",
                    ),
                ),
            ),
        ),
    ),
    (
        "Gesprekken",
        (
            (
                "Beurten per minuut",
                "timeseries",
                "short",
                ((f"60 * sum by (surface) (rate(rugwijzer_turns_total{_RATE}))", "{{surface}}"),),
            ),
            (
                "Nieuwe sessies per uur",
                "timeseries",
                "short",
                (
                    ("sum by (surface) (increase(rugwijzer_sessions_total[1h]))", "{{surface}}"),
                    ("sum(rugwijzer_conversations)", "in het geheugen"),
                ),
            ),
            (
                "Zonder antwoord (deel van de beurten, per dag)",
                "timeseries",
                "percentunit",
                (
                    (
                        "sum(increase(rugwijzer_unanswered_turns_total[1d]))"
                        " / sum(increase(rugwijzer_turns_total[1d]))",
                        "weet ik niet",
                    ),
                ),
            ),
            (
                "Onderwerpen, laatste 7 dagen",
                "bargauge",
                "short",
                (
                    (
                        "topk(20, sum by (topic) (increase(rugwijzer_topic_answers_total[7d])) > 0)",
                        "{{topic}}",
                    ),
                ),
            ),
        ),
    ),
    (
        "Veiligheid",
        (
            (
                "Adviezen om te bellen per dag",
                "timeseries",
                "short",
                (
                    (
                        "sum by (level, source) (increase(rugwijzer_escalations_total[1d]))",
                        "{{level}} ({{source}})",
                    ),
                ),
            ),
            (
                "Vragen per dag; confirm is een controlevraag",
                "timeseries",
                "short",
                (("sum by (asks) (increase(rugwijzer_questions_total[1d]))", "{{asks}}"),),
            ),
            (
                "Vragenlijsten af, per dag",
                "timeseries",
                "short",
                (("sum by (level) (increase(rugwijzer_outcomes_total[1d]))", "{{level}}"),),
            ),
        ),
    ),
    (
        "Snelheid",
        (
            (
                "Een hele beurt",
                "timeseries",
                "s",
                tuple(
                    (
                        _P.format(
                            q=q,
                            name="rugwijzer_http_seconds",
                            only='{route="post_message"}',
                            r=_RATE,
                        ),
                        f"p{round(q * 100)}",
                    )
                    for q in (0.5, 0.95)
                ),
            ),
            (
                "Deel van Rasa en de actieserver",
                "timeseries",
                "s",
                tuple(
                    (
                        _P.format(q=q, name="rugwijzer_turn_seconds", only="", r=_RATE),
                        f"p{round(q * 100)}",
                    )
                    for q in (0.5, 0.95)
                ),
            ),
            (
                "Verzoeken per seconde",
                "timeseries",
                "reqps",
                (
                    (
                        f"sum by (job, status) (rate(rugwijzer_http_requests_total{_RATE}))",
                        "{{job}} {{status}}",
                    ),
                ),
            ),
            (
                "Geheugen",
                "timeseries",
                "bytes",
                (('process_resident_memory_bytes{job=~"rugwijzer.*"}', "{{job}} {{instance}}"),),
            ),
        ),
    ),
    (
        "Opvolging en berichten",
        (
            (
                "Check-ins",
                "timeseries",
                "short",
                (("max by (state) (rugwijzer_checkins)", "{{state}}"),),
            ),
            (
                "Trajecten",
                "timeseries",
                "short",
                (("max by (state) (rugwijzer_courses)", "{{state}}"),),
            ),
            (
                "Outbox",
                "timeseries",
                "short",
                (
                    (
                        'max by (state) (rugwijzer_outbox_messages{state=~"queued|sending|parked"})',
                        "{{state}}",
                    ),
                    ("max(rugwijzer_dead_letters)", "dode brieven"),
                    ("max(rugwijzer_inbox_pending)", "inbox"),
                    ("max(rugwijzer_mails_waiting)", "e-mail"),
                ),
            ),
            (
                "Oudste bericht in de outbox",
                "timeseries",
                "s",
                (("max(rugwijzer_outbox_oldest_seconds)", "wacht"),),
            ),
            (
                "Meldingen die nog open staan",
                "stat",
                "short",
                (("max by (kind) (rugwijzer_alerts_open)", "{{kind}}"),),
            ),
            (
                "Taken van de werker per uur",
                "timeseries",
                "short",
                (
                    (
                        "sum by (task, result) (increase(rugwijzer_tasks_total[1h])) > 0",
                        "{{task}} {{result}}",
                    ),
                ),
            ),
            (
                "Laatste tik van de werker",
                "stat",
                "s",
                (('time() - max(rugwijzer_task_last_timestamp_seconds{task="tick"})', "geleden"),),
            ),
        ),
    ),
)
