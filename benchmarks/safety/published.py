"""Figures that others published, to stand beside ours. They measured other things on other cases."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """What was measured, the figure as printed, and where."""

    what: str
    figure: str
    address: str


PUBLISHED = (
    Published(
        "veilig advies, beste symptoomchecker en huisartsen (Gilbert 2020, 200 vignetten)",
        "0,97-0,98",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC7745523",
    ),
    Published(
        "noodgevallen herkend, 23 symptoomcheckers (Semigran 2015, 45 vignetten)",
        "0,80 (0,75-0,86)",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC4496786",
    ),
    Published(
        "onveilig te laag, drie checkers (El-Osta 2021, 2.774 keer)",
        "0,29-0,48",
        "https://medrxiv.org/content/10.1101/2021.07.29.21261320v1.full.txt",
    ),
    Published(
        "telefonische triage in Nederland, te laag (2009)",
        "0,41; juist 0,58",
        "https://www.henw.org/artikelen/de-kwaliteit-van-telefonische-triage-op-huisartsenposten",
    ),
    Published(
        "Moet ik naar de dokter? (126 gebelde gebruikers)",
        "sensitiviteit 0,84; specificiteit 0,74",
        "https://moetiknaardedokter.nl/zorgprofessionals/onderbouwing/self-triage-for-acute-primary-care-via-smartphone-application-practical-safe-and-efficient",
    ),
)
