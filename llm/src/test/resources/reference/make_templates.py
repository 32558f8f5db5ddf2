"""Writes templates/expected.json: what Transformers makes of the chat templates in that folder. The templates are our own,
in the styles that shipped models use.

Run: python make_templates.py
"""

import json
from pathlib import Path

from transformers import PreTrainedTokenizerFast
from tokenizers import Tokenizer, models

HERE = Path(__file__).parent / "templates"
USER, REASONED = {"role": "user", "content": "  A man with fever.\nHe coughs. "}, {
    "role": "assistant", "content": "<think>\nThe lung, {{ surely }}.\n</think>\n\nPneumonia é 😀."}
SYSTEM = {"role": "system", "content": " You are \"careful\" & brief. "}
CALL = {"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": {
    "name": "dose", "arguments": {"drug": "é <b>", "mg": 5, "list": [1, 2.5, None, True]}}}]}
REPLY = {"role": "tool", "content": "4 mg/kg"}
CONVERSATIONS = {
    "user": [USER],
    "system": [SYSTEM, USER],
    "twice": [SYSTEM, USER, REASONED, {"role": "user", "content": "And\tthen?"}],
    "answered": [USER, REASONED],
    "tools": [USER, CALL, REPLY, {"role": "assistant", "content": "So much."}],
    "late": [USER, REASONED, SYSTEM, {"role": "user", "content": "{% if x %}"}, {"role": "assistant", "content": "x"}],
}


def main():
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.BPE()), bos_token="<s>", eos_token="</s>")
    cases = []
    for file in sorted(HERE.glob("*.jinja")):
        for name, messages in CONVERSATIONS.items():
            for more in [{}, {"add_generation_prompt": True}, {"add_generation_prompt": True, "enable_thinking": False}]:
                text = tokenizer.apply_chat_template(
                    messages, chat_template=file.read_text(encoding="utf-8"), tokenize=False, **more)
                cases.append({"template": file.name, "conversation": name, "variables": more, "text": text})
    (HERE / "expected.json").write_text(
        json.dumps({"conversations": CONVERSATIONS, "cases": cases}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
