"""What happens next: the check-in as one generator of wishes that receives facts. Pure."""

from companion.conversation.checkin import Memory, check_in
from companion.conversation.joint import joint_check_in
from companion.conversation.script import Script, alliance, phrases
from companion.conversation.talk import Manner, is_sure
from companion.conversation.whom import connection_phrases

__all__ = [
    "Manner",
    "Memory",
    "Script",
    "alliance",
    "check_in",
    "connection_phrases",
    "is_sure",
    "joint_check_in",
    "phrases",
]
