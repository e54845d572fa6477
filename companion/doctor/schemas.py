"""Every file of words with the schema that its room reads it with."""

from pydantic import BaseModel

from companion.conversation.joint_script import JointScript
from companion.conversation.script import Phrases, Safety, Script
from companion.demo import Answers
from companion.doctor.findings import DoctorWords
from companion.hearing.endpoint import Unfinished
from companion.hearing.microphone import Lines as MicrophoneLines
from companion.helplines import HelpLines
from companion.journal.report import Phrases as ReportPhrases
from companion.journal.review import Phrases as ReviewPhrases
from companion.listening import Listening
from companion.portaudio import Lines as SpeakerLines
from companion.private import PrivateWords
from companion.replying.lines import ReplyWords
from companion.replying.recall import RecallWords
from companion.replying.repair import RepairWords
from companion.replying.summary import SummaryWords
from companion.understanding.classifier import Concepts, Weights
from companion.understanding.command import CommandWords
from companion.understanding.concern import ConcernWords
from companion.understanding.feeling import FeelingsWords
from companion.understanding.lexicon import GistWords
from companion.understanding.rupture import RuptureWords
from companion.understanding.stance_words import StanceWords

SCHEMAS: dict[str, type[BaseModel]] = {
    "alliance": Script, "commands": CommandWords, "concern": ConcernWords, "conversation": Phrases, "demo": Answers,
    "feelings": FeelingsWords, "gist": GistWords, "listening": Listening, "recall": RecallWords, "repair": RepairWords,
    "replies": ReplyWords, "report": ReportPhrases, "review": ReviewPhrases, "ruptures": RuptureWords, "safety": Safety,
    "stance": StanceWords, "summary": SummaryWords, "unfinished": Unfinished, "doctor": DoctorWords,
    "microphone": MicrophoneLines, "speaker": SpeakerLines,
    "joint": JointScript, "private": PrivateWords,
    "help_lines": HelpLines, "concern_concepts": Concepts, "concern_weights": Weights,
}  # fmt: skip
