# common.py - C text that both generators write
# SPDX-License-Identifier: LGPL-2.1-or-later
import re
import textwrap

WIDTH = 80


class camel:
    """EncordLabelRow as encord_label_row, ENCORD_TYPE_..., and so on."""

    @staticmethod
    def words(name):
        return re.findall(r"[A-Z][a-z0-9]*", name)

    @staticmethod
    def to_snake(name):
        return "_".join(camel.words(name)).lower()

    @staticmethod
    def to_check(name):
        first, *rest = camel.words(name)
        return "_".join([first, "IS", *rest]).upper()

    @staticmethod
    def to_macro(name):
        first, *rest = camel.words(name)
        return "_".join([first, "TYPE", *rest]).upper()


class Argument:
    """A parameter: its C declaration, gi-docgen annotations, and what it means."""

    def __init__(self, declaration, annotations, doc):
        self.declaration = declaration
        self.type, self.name = re.fullmatch(r"(.*?)(\w+)", declaration).groups()
        self.type = self.type.strip()
        self.annotations = [a.strip() for a in annotations.split(",") if a.strip()]
        self.doc = doc

    def annotation_text(self):
        text = " ".join(f"({a})" for a in self.annotations)
        return f"{text}: " if text else ""

    def check(self):
        """The condition that a correct caller meets, or None."""
        if "*" not in self.type or "nullable" in self.annotations:
            return None
        object_ = re.fullmatch(r"(Encord[A-Za-z]+) \*", self.type)
        if object_ and not any(a == "type boxed" for a in self.annotations):
            return f"{camel.to_check(object_[1])} ({self.name})"
        return f"{self.name} != NULL"


def parameters(arguments, indent):
    """A parameter list, wrapped under its opening parenthesis."""
    lines = [""]
    for i, argument in enumerate(arguments):
        text = argument.declaration + ("," if i + 1 < len(arguments) else "")
        if not lines[-1]:
            lines[-1] = text
        elif indent + len(lines[-1]) + 1 + len(text) <= WIDTH - 1:
            lines[-1] += " " + text
        else:
            lines.append(text)
    return ("\n" + " " * indent).join(lines)


def wrap(text, hanging=0):
    return textwrap.wrap(" ".join(text.split()), WIDTH - 4, subsequent_indent=" " * hanging,
                         break_long_words=False, break_on_hyphens=False)


def comment(lines):
    return "/**\n" + "".join(f" * {line}".rstrip() + "\n" for line in lines) + " */"


def file_head(path, about):
    return (f"/* {path} - {about}\n * SPDX-License-Identifier: LGPL-2.1-or-later\n"
            " * Generated; edit the table. */\n")


def guard_include():
    return ("#pragma once\n\n#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)\n"
            '#error "Only <encord/encord.h> can be included directly."\n#endif\n\n')
