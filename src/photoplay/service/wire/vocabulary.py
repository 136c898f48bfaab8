"""The director's vocabulary as clients see it."""

from functools import cache

from pydantic import BaseModel, Field


class TermData(BaseModel):
    """One thing to ask for."""

    name: str
    phrases: list[str] = Field(description="Words that ask for it, the plainest first.")
    example: str = Field(description="A whole prompt.")


class FamilyData(BaseModel):
    """Terms of one kind."""

    family: str
    terms: list[TermData]


@cache
def describe_vocabulary() -> list[FamilyData]:
    """Return every family of terms."""
    from photoplay.director.glossary import glossary  # noqa: PLC0415 - half a second that no other call needs

    return [
        FamilyData(
            family=title,
            terms=[
                TermData(name=term.name, phrases=list(term.phrases), example=term.example) for term in terms
            ],
        )
        for title, terms in glossary().items()
    ]
