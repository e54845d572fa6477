"""The person's settings: from ``settings.toml`` in the configuration folder, overridden by COMPANION_... variables."""

import os
import tomllib
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from companion.errors import SettingsError


def config_folder() -> Path:
    """Where the settings and the key are: COMPANION_CONFIG, else the system's place for configuration."""
    return Path(os.environ.get("COMPANION_CONFIG") or platformdirs.user_config_path("companion"))


def data_folder() -> Path:
    """Where the journal and fetched models are: COMPANION_DATA, else the system's place for data."""
    return Path(os.environ.get("COMPANION_DATA") or platformdirs.user_data_path("companion"))


class Settings(BaseSettings):
    """Everything that can be set. Durations are in seconds and their names say so."""

    model_config = SettingsConfigDict(env_prefix="COMPANION_", extra="forbid", frozen=True)

    voice: str = Field(
        "", description="the voice that speaks, by name (companion voices lists them); empty: the system's"
    )
    rate_words_per_minute: int = Field(default=160, ge=80, le=400, description="how fast it speaks")
    volume: float = Field(default=1.0, ge=0.1, le=1.0, description="how loud it speaks, 0.1 to 1.0")
    microphone: str = Field(default="", description="part of the microphone's name; empty: the system's")
    speaker: str = Field(default="", description="part of the loudspeaker's name; empty: the system's")
    closed_patience_seconds: float = Field(default=0.8, ge=0.3, le=10.0, description="quiet that ends a yes or a no")
    open_patience_seconds: float = Field(default=2.0, ge=0.3, le=10.0, description="quiet that ends an open answer")
    hold_seconds: float = Field(default=4.0, ge=0.0, le=60.0, description="silence held open after an acknowledgement")
    first_silence_seconds: float = Field(
        default=8.0, ge=1.0, le=600.0, description="quiet until it says that it is here"
    )
    second_silence_seconds: float = Field(
        15.0, ge=1.0, le=600.0, description="quiet until it offers to leave the question"
    )
    rest_seconds: float = Field(
        default=120.0, ge=1.0, le=86_400.0, description="how long it rests before it ends by itself"
    )
    pause_seconds: float = Field(
        1800.0, ge=1.0, le=86_400.0, description="how long a pause that was asked for may last"
    )
    country: str = Field(
        default="", pattern="^([A-Z]{2})?$", description="two letters for its help lines (GB); empty: asked once, aloud"
    )
    key_store: Literal["auto", "file"] = Field(
        default="auto", description="the journal's key: the system's keyring, or a file"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic-settings' own signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What was given in code, then the variables, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_folder() / "settings.toml")


def load_settings() -> Settings:
    """The settings in force. Raises `SettingsError` naming the file and what would be right."""
    path = config_folder() / "settings.toml"
    if path.is_dir():  # pydantic-settings passes over what is no file
        raise SettingsError(f"The settings in {path} cannot be read: Is a directory.")
    try:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings in {path} are not valid TOML: {error}. Correct that line.") from error
    except OSError as error:
        raise SettingsError(f"The settings in {path} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"The setting {name} is not right: {first['msg']}. Correct it in {path}, or in COMPANION_{name.upper()}."
        ) from error
