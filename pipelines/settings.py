"""Settings: environment variables `PLEDGEWATCH_*`, read once and checked."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from commitments.errors import ConfigurationError, Mistake
from pipelines.readers.contract import Limits
from warehouse.connection import Location, ObjectStore

PREFIX = "PLEDGEWATCH_"
_HOUSE = Path(__file__).parent.parent
_POSTGRES = ("postgresql://", "postgres://", "host=", "dbname=", "service=")


class Settings(BaseSettings):
    """Everything an installation may decide; the defaults need nothing installed or started."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    home: Path = Field(Path("var"), description="Folder of inbox, archive, lake, reports, outbox")
    home_party: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = Field(
        "USA", description="Our own party (ISO 3166-1 alpha-3)"
    )
    register_folder: Path = Field(
        _HOUSE / "commitments" / "register", description="Folder of the register"
    )
    sources_folder: Path = Field(
        _HOUSE / "pipelines" / "sources", description="Folder of the declared feeds"
    )
    audiences_folder: Path = Field(
        _HOUSE / "reports" / "audiences", description="Folder of the audiences"
    )
    catalogue: SecretStr | None = Field(
        None, description="PostgreSQL connection string; a SQLite file under home when unset"
    )
    data: str | None = Field(
        None, description="Folder or s3:// address of the data; home/lake/data"
    )
    s3_endpoint: str = Field("s3.amazonaws.com", description="Host and port of the object store")
    s3_region: str = Field("us-east-1", description="Region of the object store")
    s3_key_id: str | None = Field(None, description="Access key of the object store")
    s3_secret: SecretStr | None = Field(None, description="Secret key of the object store")
    s3_use_tls: bool = Field(True, description="Whether the object store is spoken to over TLS")
    memory_limit: Annotated[str, StringConstraints(pattern=r"^\d+(MB|GB)$")] = Field(
        "2GB", description="Most memory DuckDB may take before it spills to disk"
    )
    settle_seconds: Annotated[float, Field(ge=0, le=600)] = Field(
        3.0, description="A file in the inbox is taken once it has not changed for so long"
    )
    largest_file_mb: Annotated[int, Field(gt=0)] = Field(
        4096, description="Larger submissions are rejected"
    )
    largest_expanded_mb: Annotated[int, Field(gt=0)] = Field(
        4096, description="Archives and workbooks that are larger unpacked are rejected"
    )
    most_rows: Annotated[int, Field(gt=0)] = Field(
        50_000_000, description="Submissions with more rows are rejected"
    )
    most_columns: Annotated[int, Field(gt=0)] = Field(
        2000, description="Submissions with more columns are rejected"
    )
    smtp_host: str | None = Field(None, description="Mail server; without it mail goes to outbox/")
    smtp_port: Annotated[int, Field(gt=0, lt=65536)] = Field(587, description="Its port")
    smtp_username: str | None = Field(None, description="Its user")
    smtp_password: SecretStr | None = Field(None, description="Its password")
    smtp_starttls: bool = Field(True, description="Whether STARTTLS is required")
    mail_from: str = Field("pledgewatch@pledgewatch.example", description="Sender of the letters")

    @field_validator("home_party")
    @classmethod
    def _is_a_party(cls, value: str) -> str:
        from commitments import parties  # the default needs no list of countries

        if value not in parties.names():
            raise ValueError("expected an ISO 3166-1 alpha-3 code")
        return value

    @field_validator("catalogue")
    @classmethod
    def _is_postgres(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(_POSTGRES):
            raise ValueError("expected a PostgreSQL connection string such as postgresql://host/db")
        return value

    @property
    def inbox(self) -> Path:
        """Where partners' files arrive."""
        return self.home / "inbox"

    @property
    def archive(self) -> Path:
        """Where every file received is kept, by hash."""
        return self.home / "archive"

    @property
    def reports(self) -> Path:
        """Where reports and letters are written."""
        return self.home / "reports"

    @property
    def outbox(self) -> Path:
        """Where letters go when no mail server is set."""
        return self.home / "outbox"

    @property
    def docs(self) -> Path:
        """Where the data quality pages are."""
        return self.home / "docs"

    @property
    def staging(self) -> Path:
        """Where submissions are prepared; what a killed run leaves goes after a day."""
        return self.home / "staging"

    def location(self, *, parts: int = 1) -> Location:
        """Where the warehouse lives; the memory is divided among `parts` that work beside it."""
        catalogue = self.catalogue.get_secret_value() if self.catalogue else None
        return Location(
            catalogue=catalogue or (self.home / "lake" / "catalogue.sqlite").resolve(),
            data=self.data or str((self.home / "lake" / "data").resolve()),
            scratch=self.home / "lake" / "scratch",
            store=self._store(),
            memory_limit=_divided(self.memory_limit, parts),
        )

    def limits(self) -> Limits:
        """How much of one submission is read."""
        return Limits(
            file_mb=self.largest_file_mb,
            expanded_mb=self.largest_expanded_mb,
            rows=self.most_rows,
            columns=self.most_columns,
        )

    def _store(self) -> ObjectStore | None:
        if not (self.data and self.data.startswith("s3://")):
            return None
        return ObjectStore(
            endpoint=self.s3_endpoint,
            region=self.s3_region,
            key_id=self.s3_key_id or "",
            secret=self.s3_secret.get_secret_value() if self.s3_secret else "",
            use_tls=self.s3_use_tls,
        )


def _divided(memory: str, parts: int) -> str:
    megabytes = int(memory[:-2]) * (1000 if memory.endswith("GB") else 1)
    return f"{megabytes // parts}MB"


def load_settings() -> Settings:
    """The settings of this environment.

    Raises:
        ConfigurationError: naming every variable that is wrong.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise ConfigurationError(
            [
                _mistake(str(item["loc"][0]), message=item["msg"], value=item["input"])
                for item in error.errors(include_url=False)
            ]
        ) from None


def unknown_settings(environment: Iterable[str]) -> list[Mistake]:
    """Variables that begin like ours and set nothing: most likely misspelt."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return [
        Mistake(name, 0, f"sets nothing{_nearest(name, known)}; `pledgewatch doctor` lists them")
        for name in sorted(environment)
        if name.startswith(PREFIX) and name not in known
    ]


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.9)
    return f", {near[0]} would" if near else ""


def _mistake(name: str, *, message: str, value: object) -> Mistake:
    """What is wrong with a setting and what it is for; a secret's value is not repeated."""
    field = Settings.model_fields[name]
    got = "" if "SecretStr" in str(field.annotation) else f", got {str(value)!r}"
    expected = message.removeprefix("Value error, ")
    told = f"{expected}{got}; correct or unset it ({field.description})"
    return Mistake(f"{PREFIX}{name.upper()}", 0, told)
