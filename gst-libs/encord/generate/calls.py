#!/usr/bin/env python3
# calls.py - writes the three faces of the calls that a table describes
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: calls.py TABLE.toml OUTPUT-FOLDER

TABLE.toml, beside TABLE.c, describes the calls of one topic; docs/design/calls.md
tells how. Written are TABLE-calls.h (public), TABLE-calls.c, and
TABLE-build-private.h with the prototypes of what TABLE.c has to define.
"""
import pathlib
import sys
import tomllib

from common import Argument, camel, comment, file_head, guard_include, parameters, wrap

# result kind: C type, annotation, how an unwanted one is freed
RESULTS = {
    "done": ("gboolean", "", "NULL"),
    "string": ("char *", "(transfer full)", "g_free"),
    "json": ("JsonNode *", "(transfer full)", "encord_request_free_node"),
    "strings": ("char **", "(transfer full) (array zero-terminated=1)", "encord_request_free_strings"),
    "bytes": ("GBytes *", "(transfer full)", "encord_request_free_bytes"),
    "array": ("GPtrArray *", "(transfer container) (element-type {type})", "encord_request_free_array"),
    "object": ("{type} *", "(transfer full)", "g_object_unref"),
}


class Call:
    def __init__(self, owner, name, table):
        self.owner = owner
        self.name = name
        self.sdk = table.get("sdk")
        self.doc = table["doc"]
        self.more = table.get("more", "")
        self.take = table.get("take", False)
        self.dropped = table.get("dropped")
        self.arguments = [Argument(*row) for row in table.get("args", [])]
        kind, _, type_ = table["result"].partition(" ")
        ctype, annotation, self.free = RESULTS[kind]
        self.kind = kind
        self.ctype = ctype.format(type=type_)
        self.annotation = annotation.format(type=type_)
        self.returns = table["returns"]
        if table.get("nullable", False):
            self.annotation += " (nullable)"

    @property
    def symbol(self):
        return f"{self.owner.prefix}_{self.name}"

    @property
    def failure(self):
        return "FALSE" if self.kind == "done" else "NULL"

    def self_argument(self):
        return Argument(f"{self.owner.type} *self", "", self.owner.noun)

    def signature(self, suffix, result, arguments):
        return f"{result}\n{self.symbol}{suffix} ({parameters(arguments, len(self.symbol + suffix) + 2)})"

    def blocking(self):
        return self.signature("", self.ctype, [
            self.self_argument(), *self.arguments,
            Argument("GCancellable *cancellable", "nullable", "ends the call early"),
            Argument("GError **error", "", "return location")])

    def start(self):
        return self.signature("_async", "void", [
            self.self_argument(), *self.arguments,
            Argument("GCancellable *cancellable", "nullable", ""),
            Argument("GAsyncReadyCallback callback", "", ""),
            Argument("gpointer user_data", "", "")])

    def finish(self):
        return self.signature("_finish", self.ctype, [
            self.self_argument(), Argument("GAsyncResult *result", "", ""),
            Argument("GError **error", "", "")])

    def build(self):
        name = f"{self.owner.prefix}_build_{self.name}"
        arguments = [self.self_argument(), *self.arguments, Argument("GError **error", "", "")]
        return f"EncordRequest *\n{name} ({parameters(arguments, len(name) + 2)})"

    def describe(self, suffix, arguments, sentences, returns=None):
        lines = [f"{self.symbol}{suffix}:"]
        for argument in arguments:
            lines += wrap(f"@{argument.name}: {argument.annotation_text()}{argument.doc}", 2)
        for sentence in sentences:
            lines += ["", *wrap(sentence)]
        if returns is not None:
            annotation = f"{self.annotation}: " if self.annotation else ""
            lines += ["", *wrap(f"Returns: {annotation}{returns}", 2)]
        return comment([*lines, "", "Since: 0.1"])

    def doc_blocking(self):
        sentences = [f"{self.doc} (`{self.sdk}` of the SDK)." if self.sdk else f"{self.doc}."]
        if self.more:
            sentences.append(self.more)
        if self.dropped:
            sentences.append(f"The SDK dropped this call in {self.dropped}; an error of a server that does not "
                             "serve it any more says so.")
        failure = "%FALSE" if self.kind == "done" else "%NULL"
        return self.describe("", [
            self.self_argument(), *self.arguments,
            Argument("GCancellable *cancellable", "nullable", "ends the call early"),
            Argument("GError **error", "", "return location")],
            sentences, f"{self.returns}; or {failure} with @error set")

    def doc_start(self):
        return self.describe("_async", [
            self.self_argument(), *self.arguments,
            Argument("GCancellable *cancellable", "nullable", "ends the call early"),
            Argument("GAsyncReadyCallback callback", "", "called when it is over"),
            Argument("gpointer user_data", "", "for @callback")],
            [f"{self.doc}, without blocking; see {self.symbol}()."])

    def doc_finish(self):
        failure = "%FALSE" if self.kind == "done" else "%NULL"
        return self.describe("_finish", [
            self.self_argument(), Argument("GAsyncResult *result", "", "what the callback got"),
            Argument("GError **error", "", "return location")],
            [f"Ends {self.symbol}_async()."],
            f"{self.returns}; or {failure} with @error set")

    def checks(self, failure):
        return_ = "g_return_val_if_fail" if failure else "g_return_if_fail"
        value = f", {failure}" if failure else ""
        tests = [f"{self.owner.check} (self)"]
        tests += [a.check() for a in self.arguments if a.check()]
        return [f"  {return_} ({test}{value});" for test in tests]

    def names(self):
        return "".join(f", {a.name}" for a in self.arguments)

    def give(self, expression):
        """What a face returns of the pointer that the request gave."""
        if self.take:
            return f"  return {self.owner.prefix}_take_{self.name} (self, {expression}, error);"
        if self.kind == "done":
            return f"  return {expression} != NULL;"
        return f"  return {expression};"

    def mark(self):
        return [f'  encord_request_set_dropped (request, "{self.dropped}");'] if self.dropped else []

    def code(self):
        request = f"{self.owner.prefix}_build_{self.name} (self{self.names()}, &guard)"
        tag = f"{self.symbol}_async"
        return "\n".join([
            self.doc_blocking(), self.blocking(), "{",
            "  EncordRequest *request;", "  GError *guard = NULL;", "",
            *self.checks(self.failure), "",
            f"  request = {request};", *self.mark(), "",
            self.give("encord_request_run_guarded (request, guard, self, cancellable, error)"),
            "}", "",
            self.doc_start(), self.start(), "{",
            "  EncordRequest *request;", "  GError *guard = NULL;", "",
            *self.checks(None), "",
            f"  request = {request};", *self.mark(),
            f"  encord_request_start_guarded (request, guard, self, {tag}, cancellable,",
            "                                callback, user_data);",
            "}", "",
            self.doc_finish(), self.finish(), "{",
            f"  g_return_val_if_fail ({self.owner.check} (self), {self.failure});", "",
            self.give(f"encord_task_finish (self, {tag}, result, error)"),
            "}", ""])

    def header(self):
        unused = " G_GNUC_WARN_UNUSED_RESULT" if self.kind != "done" else ""
        return (f"ENCORD_API\n{self.blocking()}{unused};\nENCORD_API\n{self.start()};\n"
                f"ENCORD_API\n{self.finish()}{unused};\n")

    def private(self):
        text = self.build() + ";\n"
        if self.take:
            text += (f"/* takes over what the request gave (nullable, then error is set), in the\n"
                     f" * caller's thread */\n{self.ctype} {self.owner.prefix}_take_{self.name} "
                     f"({self.owner.type} *self, gpointer result, GError **error);\n")
        return text


class Topic:
    def __init__(self, path):
        with open(path, "rb") as file:
            table = tomllib.load(file)
        self.stem = path.stem
        head = table.pop("topic")
        self.type = head["type"]
        self.noun = head["self"]
        self.about = head["about"]
        self.includes = head.get("includes", [])
        self.prefix = camel.to_snake(self.type)
        self.check = camel.to_check(self.type)
        self.calls = [Call(self, name, entry) for name, entry in table.items()]

    def write(self, folder):
        where = f"client/{self.stem}"
        includes = "".join(f"#include <encord/{i}>\n" for i in self.includes)
        (folder / f"{self.stem}-calls.h").write_text(
            file_head(f"{where}-calls.h", self.about)
            + guard_include() + "#include <gio/gio.h>\n#include <json-glib/json-glib.h>\n\n"
            + "#include <encord/encord-macros.h>\n" + includes
            + "\nG_BEGIN_DECLS\n\n" + "\n".join(c.header() for c in self.calls)
            + "\nG_END_DECLS\n")
        (folder / f"{self.stem}-build-private.h").write_text(
            file_head(f"{where}-build-private.h", f"{self.about}: what {self.stem}.c defines")
            + "#pragma once\n\n#include <encord/client/encord-request-private.h>\n"
            + f"#include <encord/client/{self.stem}-calls.h>\n\nG_BEGIN_DECLS\n\n"
            + "/* NULL with error: a guard refuses. NULL without: there is nothing to send */\n"
            + "\n".join(c.private() for c in self.calls)
            + "\nG_END_DECLS\n")
        (folder / f"{self.stem}-calls.c").write_text(
            file_head(f"{where}-calls.c", self.about)
            + f"#include <encord/client/{self.stem}-build-private.h>\n\n"
            + "\n".join(c.code() for c in self.calls))


if __name__ == "__main__":
    Topic(pathlib.Path(sys.argv[1])).write(pathlib.Path(sys.argv[2]))
