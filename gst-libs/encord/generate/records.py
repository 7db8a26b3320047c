#!/usr/bin/env python3
# records.py - writes the type of an answer's records from a table
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Usage: records.py TYPE.toml OUTPUT-FOLDER

TYPE.toml describes one read-only object that is made of one JSON object of an
answer, an object with the options of a call, or an enumeration of the wire;
docs/design/calls.md tells how. Written are TYPE.h (public), TYPE.c, and of an
object TYPE-private.h with encord_type_new_from_answer() or with its struct.
"""
import pathlib
import sys
import tomllib

from common import camel, comment, file_head, guard_include, wrap

# kind: C type of the getter, of the field, GParamSpec, reader, how it is freed
KINDS = {
    "string": ("const char *", "char *", "string", "read_string", "g_free"),
    "strings": ("const char *const *", "char **", "boxed:G_TYPE_STRV", "read_strings", "g_strfreev"),
    "time": ("GDateTime *", "GDateTime *", "boxed:G_TYPE_DATE_TIME", "read_time", "g_date_time_unref"),
    "json": ("JsonNode *", "JsonNode *", "boxed:JSON_TYPE_NODE", "read_json", "json_node_unref"),
    "keys": ("const char *const *", "char **", "boxed:G_TYPE_STRV", "read_keys", "g_strfreev"),
    "geometry": ("EncordGeometry *", "EncordGeometry *", "boxed:ENCORD_TYPE_GEOMETRY", "read_geometry",
                 "encord_geometry_unref"),
    "record": ("{type} *", "{type} *", "object:{macro}", "read_record", "g_object_unref"),
    "records": ("GPtrArray *", "GPtrArray *", "boxed:G_TYPE_PTR_ARRAY", "read_records", "g_ptr_array_unref"),
    "int": ("gint64", "gint64", "int64", "read_int", None),
    "double": ("double", "double", "double", "read_double", None),
    "boolean": ("gboolean", "gboolean", "boolean", "read_boolean", None),
    "enum": ("{type}", "{type}", "enum:{macro}", "read_enum", None),
}
SETTERS = {"string": "string", "strings": "boxed", "time": "boxed", "json": "boxed",
           "keys": "boxed", "geometry": "boxed", "record": "object", "records": "boxed",
           "int": "int64", "double": "double", "boolean": "boolean", "enum": "enum"}
# what is read of a member that is null or absent
DEFAULTS = {"int": "0", "double": "0.0", "boolean": "FALSE"}


class Member:
    def __init__(self, name, kind, doc, default=None):
        # name=wire where a getter cannot be called like the member
        self.name, _, wire = name.partition("=")
        self.wire = wire or self.name
        self.nullable = kind.endswith("?")
        kind, _, self.type = kind.rstrip("?").partition(" ")
        self.kind = kind
        macro = camel.to_macro(self.type) if self.type else ""
        getter, field, spec, self.reader, self.free = KINDS[kind]
        self.getter = getter.format(type=self.type)
        self.field = field.format(type=self.type)
        self.spec = spec.format(macro=macro)
        self.macro = macro
        self.doc = doc
        self.default = default
        self.is_strings = kind in ("strings", "keys")
        # a record of records is made by their readers
        self.reader_prefix = camel.to_snake(self.type) if kind in ("record", "records") else None

    @property
    def property_name(self):
        return self.name.replace("_", "-")

    @property
    def is_pointer(self):
        return self.free is not None

    def declare(self, type_, name):
        return f"{type_}{name}" if type_.endswith("*") else f"{type_} {name}"

    def param_spec(self):
        flags = "G_PARAM_READABLE | G_PARAM_STATIC_STRINGS"
        head = f'"{self.property_name}", NULL, NULL'
        kind, _, type_ = self.spec.partition(":")
        rest = {
            "string": "NULL, ", "boxed": f"{type_}, ", "int64": "G_MININT64, G_MAXINT64, 0, ",
            "double": "-G_MAXDOUBLE, G_MAXDOUBLE, 0.0, ", "boolean": "FALSE, ",
            "enum": f"{type_}, {self.default}, ", "object": f"{type_}, ",
        }[kind]
        return f"g_param_spec_{kind} (\n      {head}, {rest.strip()}\n      {flags})"

    def read(self):
        name = f'"{self.wire}"'
        extra = f", {self.macro}" if self.kind == "enum" else ""
        must = "FALSE" if self.nullable else "TRUE"
        target = f"&self->{self.name}"
        if self.reader_prefix:
            extra = f",\n                                    {self.reader_prefix}_new_from_answer"
            target = f"(gpointer) {target}" if self.kind == "record" else target
        if self.kind == "enum":
            return (f"      !encord_record_read_enum (object, subject, {name}, {must}{extra},\n"
                    f"                                (int *) {target}, error)")
        return (f"      !encord_record_{self.reader} (object, subject, {name}, {must}{extra if self.reader_prefix else ''},\n"
                f"                                {target}, error)")


class Record:
    def __init__(self, path, table):
        self.stem = path.stem
        self.type = table["type"]
        self.sdk = table["sdk"]
        self.doc = table["doc"]
        self.subject = table["subject"]
        self.includes = table.get("includes", [])
        self.members = [Member(*row) for row in table["members"]]
        self.prefix = camel.to_snake(self.type)
        words = camel.words(self.type)
        self.cast = "_".join(words).upper()
        self.declare = f"{words[0].upper()}, {'_'.join(words[1:]).upper()}"
        self.macro = camel.to_macro(self.type)
        self.check = camel.to_check(self.type)

    def header(self):
        getters = "".join(
            "ENCORD_API\n" + m.declare(m.getter, f"{self.prefix}_get_{m.name}") + f" ({self.type} *self);\n"
            for m in self.members)
        includes = "".join(f"#include <encord/{i}>\n" for i in self.includes)
        return (file_head(f"records/{self.stem}.h", self.subject) + guard_include()
                + "#include <json-glib/json-glib.h>\n\n#include <encord/encord-macros.h>\n" + includes
                + f"\nG_BEGIN_DECLS\n\n#define {self.macro} ({self.prefix}_get_type ())\n"
                + f"ENCORD_API\nG_DECLARE_FINAL_TYPE ({self.type}, {self.prefix}, {self.declare},\n"
                + f"                      GObject)\n\n{getters}\nG_END_DECLS\n")

    def private(self):
        return (file_head(f"records/{self.stem}-private.h", f"{self.subject}, out of an answer")
                + f"#pragma once\n\n#include <encord/records/{self.stem}.h>\n\nG_BEGIN_DECLS\n\n"
                + "/* an EncordRecordNew; NULL with ENCORD_ERROR_BAD_DATA */\n"
                + f"gpointer {self.prefix}_new_from_answer (JsonNode *node, GError **error);\n\nG_END_DECLS\n")

    def struct(self):
        fields = "".join(f"  {m.declare(m.field, m.name)};\n" for m in self.members)
        return f"struct _{self.type}\n{{\n  GObject parent;\n\n{fields}}};\n"

    def properties(self):
        names = [f"PROP_{m.name.upper()}" for m in self.members]
        enum = "".join(f"  {n}{' = 1' if i == 0 else ''},\n" for i, n in enumerate(names))
        return f"typedef enum\n{{\n{enum}}} Property;\n\nstatic GParamSpec *properties[{names[-1]} + 1];\n"

    def get_property(self):
        cases = "".join(
            f"    case PROP_{m.name.upper()}:\n"
            f"      g_value_set_{SETTERS[m.kind]} (value, self->{m.name});\n      break;\n"
            for m in self.members)
        return ("static void\nget_property (GObject *object, guint id, GValue *value, GParamSpec *spec)\n{\n"
                f"  {self.type} *self = {self.cast} (object);\n\n  switch ((Property) id) {{\n{cases}"
                "    default:\n      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);\n  }\n}\n")

    @property
    def has_pointers(self):
        return any(m.is_pointer for m in self.members)

    def finalize(self):
        if not self.has_pointers:
            return ""
        frees = "".join(f"  g_clear_pointer (&self->{m.name}, {m.free});\n" for m in self.members if m.is_pointer)
        return ("static void\nfinalize (GObject *object)\n{\n"
                f"  {self.type} *self = {self.cast} (object);\n\n{frees}\n"
                f"  G_OBJECT_CLASS ({self.prefix}_parent_class)->finalize (object);\n}}\n")

    def class_init(self):
        specs = "".join(
            "  /**\n" + "".join(f"   * {line}\n" for line in
                                [f"{self.type}:{m.property_name}:", "", *wrap(m.doc[0].upper() + m.doc[1:] + "."), "", "Since: 0.1"])
            .replace(" * \n", " *\n") + "   */\n"
            + f"  properties[PROP_{m.name.upper()}] = {m.param_spec()};\n" for m in self.members)
        return (f"static void\n{self.prefix}_class_init ({self.type}Class *klass)\n{{\n"
                "  GObjectClass *object_class = G_OBJECT_CLASS (klass);\n\n"
                "  object_class->get_property = get_property;\n"
                + ("  object_class->finalize = finalize;\n" if self.has_pointers else "") +
                f"{specs}  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties),\n"
                "                                     properties);\n}\n"
                f"\nstatic void\n{self.prefix}_init ({self.type} *self)\n{{\n"
                + "".join(f"  self->{m.name} = {m.default};\n" for m in self.members if m.default)
                + "}\n")

    def new_from_answer(self):
        reads = " ||\n".join(m.read() for m in self.members).lstrip()
        return (f"gpointer\n{self.prefix}_new_from_answer (JsonNode *node, GError **error)\n{{\n"
                f'  const char *subject = "{self.subject}";\n'
                f"  g_autoptr ({self.type}) self = g_object_new ({self.macro}, NULL);\n"
                "  JsonObject *object = encord_json_as_object (node, subject, error);\n\n"
                f"  if (object == NULL ||\n      {reads})\n    return NULL;\n\n"
                "  return g_steal_pointer (&self);\n}\n")

    def getter(self, member):
        name = f"{self.prefix}_get_{member.name}"
        transfer = "(transfer none)" if member.is_pointer else ""
        if member.is_strings:
            transfer += " (array zero-terminated=1)"
        if member.kind == "records":
            transfer += f" (element-type {member.type})"
        if member.is_pointer and member.nullable:
            transfer += " (nullable)"
        returns = f"{transfer.strip()}: {member.doc}" if transfer else member.doc
        if member.is_pointer and member.nullable:
            returns += ", or %NULL"
        what = f"Tells {member.doc}." if member.doc.startswith("whether") else f"Gets the {member.doc}."
        failure = "NULL" if member.is_pointer else DEFAULTS.get(member.kind, member.default)
        value = f"self->{member.name}"
        if member.is_strings:
            value = f"(const char *const *) {value}"
        return (comment([f"{name}:", f"@self: a {self.subject}", "", *wrap(what), "",
                         *wrap(f"Returns: {returns}", 2), "", "Since: 0.1"])
                + "\n" + (member.getter.rstrip() if not member.getter.endswith("*") else member.getter)
                + f"\n{name} ({self.type} *self)\n{{\n  g_return_val_if_fail ({self.check} (self), {failure});\n\n"
                  f"  return {value};\n}}\n")

    def code(self):
        description = comment([f"{self.type}:", "", *wrap(f"{self.doc} (`{self.sdk}` of the SDK)."), "", "Since: 0.1"])
        math = "#include <math.h>\n\n" if any(m.default == "NAN" for m in self.members) else ""
        return (file_head(f"records/{self.stem}.c", self.subject) + math
                + f"#include <encord/records/{self.stem}-private.h>\n"
                + "#include <encord/records/encord-record-private.h>\n"
                + "#include <encord/model/encord-json-members-private.h>\n"
                + "".join(f"#include <encord/records/{i}-private.h>\n" for i in self.parts()) + "\n"
                + "\n".join([description, self.struct(),
                             f"G_DEFINE_FINAL_TYPE ({self.type}, {self.prefix}, G_TYPE_OBJECT)\n",
                             self.properties(), self.get_property(), self.finalize(), self.class_init(),
                             self.new_from_answer(), *(self.getter(m) for m in self.members)]))

    def parts(self):
        """Stems of the records that this one is made of."""
        return sorted({"-".join(camel.words(m.type)).lower() for m in self.members if m.reader_prefix})

    def write(self, folder):
        (folder / f"{self.stem}.h").write_text(self.header())
        (folder / f"{self.stem}-private.h").write_text(self.private())
        (folder / f"{self.stem}.c").write_text(self.code())


class Option(Member):
    """A property that can be set; limits are the smallest and largest number."""

    def __init__(self, name, kind, doc, default=None, limits=None):
        super().__init__(name, kind, doc, default)
        self.limits = limits

    def param_spec(self):
        kind, _, type_ = self.spec.partition(":")
        rest = {
            "string": "NULL, ", "boxed": f"{type_}, ", "boolean": f"{self.default}, ",
            "enum": f"{type_}, {self.default}, ",
            "int64": "{}, {}, {}, ".format(*(self.limits or ["", ""]), self.default),
            "double": "{}, {}, {}, ".format(*(self.limits or ["", ""]), self.default),
        }[kind]
        return (f'g_param_spec_{kind} (\n      "{self.property_name}", NULL, NULL, {rest.strip()}\n'
                "      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)")

    def set(self):
        if not self.is_pointer:
            return f"      self->{self.name} = g_value_get_{SETTERS[self.kind]} (value);\n"
        copy = f"g_value_dup_{SETTERS[self.kind]} (value)"
        if self.kind == "json":
            return (f"      g_clear_pointer (&self->{self.name}, {self.free});\n"
                    f"      if (g_value_get_boxed (value) != NULL)\n"
                    f"        self->{self.name} = encord_json_copy (g_value_get_boxed (value));\n")
        return (f"      g_clear_pointer (&self->{self.name}, {self.free});\n"
                f"      self->{self.name} = {copy};\n")


class Options(Record):
    """An object whose properties are the arguments of a call that has many."""

    def __init__(self, path, table):
        super().__init__(path, {**table, "members": []})
        self.members = [Option(*row) for row in table["options"]]

    def header(self):
        includes = "".join(f"#include <encord/{i}>\n" for i in self.includes)
        return (file_head(f"records/{self.stem}.h", self.subject) + guard_include()
                + "#include <json-glib/json-glib.h>\n\n#include <encord/encord-macros.h>\n" + includes
                + f"\nG_BEGIN_DECLS\n\n#define {self.macro} ({self.prefix}_get_type ())\n"
                + f"ENCORD_API\nG_DECLARE_FINAL_TYPE ({self.type}, {self.prefix}, {self.declare},\n"
                + f"                      GObject)\n\nENCORD_API\n{self.type} *{self.prefix}_new (void);\n\nG_END_DECLS\n")

    def private(self):
        return (file_head(f"records/{self.stem}-private.h", f"{self.subject}, as calls read them")
                + f"#pragma once\n\n#include <encord/records/{self.stem}.h>\n\nG_BEGIN_DECLS\n\n"
                + self.struct() + "\nG_END_DECLS\n")

    def set_property(self):
        cases = "".join(f"    case PROP_{m.name.upper()}:\n{m.set()}      break;\n" for m in self.members)
        return ("static void\nset_property (GObject *object, guint id, const GValue *value,\n"
                "              GParamSpec *spec)\n{\n"
                f"  {self.type} *self = {self.cast} (object);\n\n  switch ((Property) id) {{\n{cases}"
                "    default:\n      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);\n  }\n}\n")

    def class_init(self):
        return super().class_init().replace(
            "  object_class->get_property", "  object_class->set_property = set_property;\n  object_class->get_property")

    def new(self):
        return (comment([f"{self.prefix}_new:", "", f"Makes {self.subject} with their defaults.", "",
                         "Returns: (transfer full): the options", "", "Since: 0.1"])
                + f"\n{self.type} *\n{self.prefix}_new (void)\n{{\n  return g_object_new ({self.macro}, NULL);\n}}\n")

    def code(self):
        description = comment([f"{self.type}:", "", *wrap(f"{self.doc} (`{self.sdk}` of the SDK)."), "",
                               "Set them as properties.", "", "Since: 0.1"])
        return (file_head(f"records/{self.stem}.c", self.subject)
                + f"#include <encord/records/{self.stem}-private.h>\n"
                + "#include <encord/model/encord-json-members-private.h>\n\n"
                + "\n".join([description,
                             f"G_DEFINE_FINAL_TYPE ({self.type}, {self.prefix}, G_TYPE_OBJECT)\n",
                             self.properties(), self.set_property(), self.get_property(), self.finalize(),
                             self.class_init(), self.new()]))


class Enumeration:
    def __init__(self, path, table):
        self.stem = path.stem
        self.type = table["type"]
        self.sdk = table["sdk"]
        self.doc = table["doc"]
        self.values = table["values"]
        self.prefix = camel.to_snake(self.type)
        self.macro = camel.to_macro(self.type)

    def symbol(self, name):
        return f"{self.prefix.upper()}_{name}"

    def header(self):
        about = [f"{self.type}:"]
        for name, _, _, doc in self.values:
            about += wrap(f"@{self.symbol(name)}: {doc}", 2)
        about += ["", *wrap(f"{self.doc} (`{self.sdk}` of the SDK). The nicks are the wire names."),
                  "", "Since: 0.1"]
        values = "".join(f"  {self.symbol(name)} = {number},\n" for name, number, _, _ in self.values)
        return (file_head(f"records/{self.stem}.h", self.stem) + guard_include()
                + "#include <glib-object.h>\n\n#include <encord/encord-macros.h>\n\nG_BEGIN_DECLS\n\n"
                + comment(about) + f"\ntypedef enum\n{{\n{values}}} {self.type};\n\n"
                + f"#define {self.macro} ({self.prefix}_get_type ())\nENCORD_API\n"
                + f"GType {self.prefix}_get_type (void) G_GNUC_CONST;\n\nG_END_DECLS\n")

    def code(self):
        rows = "".join(f'    {{ {self.symbol(name)}, "{self.symbol(name)}", "{nick}" }},\n'
                       for name, _, nick, _ in self.values)
        return (file_head(f"records/{self.stem}.c", self.stem)
                + f"#include <encord/records/{self.stem}.h>\n\nGType\n{self.prefix}_get_type (void)\n{{\n"
                + f"  static const GEnumValue values[] = {{\n{rows}    {{ 0, NULL, NULL }},\n  }};\n"
                + "  static gsize type;\n\n  if (g_once_init_enter (&type))\n    g_once_init_leave (&type,\n"
                + f'                       g_enum_register_static ("{self.type}", values));\n\n  return type;\n}}\n')

    def write(self, folder):
        (folder / f"{self.stem}.h").write_text(self.header())
        (folder / f"{self.stem}.c").write_text(self.code())


def main(path, folder):
    with open(path, "rb") as file:
        table = tomllib.load(file)
    kind = Enumeration if "values" in table else Options if "options" in table else Record
    kind(path, table).write(folder)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
