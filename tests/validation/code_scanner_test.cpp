#include "validation/code_scanner.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox {
namespace {

using Kind = CodeFault::Kind;

struct Piece {
    char const* name;
    char const* language;
    std::string code;
    std::optional<Kind> fault;  // nothing: reads to its end
};

class CodePieces : public ::testing::TestWithParam<Piece> {};

TEST_P(CodePieces, AreReadByTheRulesOfTheirLanguage) {
    auto const language = code_language(GetParam().language);
    ASSERT_TRUE(language);
    auto const found = scan_code(GetParam().code, *language);
    EXPECT_EQ(found.has_value(), GetParam().fault.has_value());
    if (found && GetParam().fault) EXPECT_EQ(found->kind, *GetParam().fault) << "at byte " << found->at;
}

constexpr std::nullopt_t fine = std::nullopt;

INSTANTIATE_TEST_SUITE_P(
    Table, CodePieces,
    ::testing::Values(
        Piece{"CQuoteInAChar", "c", "char q = '\"'; char p = '(';", fine},
        Piece{"CApostropheInAComment", "c", "// don't (\nint x; /* can't [ */", fine},
        Piece{"CStringEndsWithItsLine", "c", "puts(\"hi);\nreturn;", Kind::string},
        Piece{"CCommentNeverEnds", "c", "int x; /* and so on", Kind::comment},
        Piece{"CBraceNeverClosed", "c", "int main() {\n  return 0;\n", Kind::bracket},
        Piece{"CStrayCloserIsAnEnd", "c", "  return 0;\n}\n", fine},
        Piece{"CWrongCloser", "c", "int a[3) = {0};", Kind::closer},
        Piece{"CppDigitSeparator", "cpp", "int x = 1'000'000;", fine},
        Piece{"CppRawString", "cpp", "auto s = R\"x(\" ( )\" )x\";", fine},
        Piece{"CppRawStringNeverEnds", "cpp", "auto s = R\"(abc\";", Kind::string},
        Piece{"CppPrefixedChar", "cpp", "auto c = L'\\''; auto d = u8'\"';", fine},
        Piece{"JavaTextBlock", "java", "var s = \"\"\"\n  \"a\" (\n  \"\"\";", fine},
        Piece{"JsTemplate", "js", "const s = `a ${f(`b ${c}`)} \" (`;", fine},
        Piece{"JsTemplateNeverEnds", "js", "const s = `a ${b};\n", Kind::string},
        Piece{"JsPattern", "js", "const r = /[\"'(`]/g; x = a / b / c;", fine},
        Piece{"JsPatternAfterReturn", "js", "return /'/.test(s);", fine},
        Piece{"PythonTripleQuotes", "python", "def f():\n  '''It's (fine'''\n  return \"\"\"x\n\"\"\"", fine},
        Piece{"PythonTripleQuotesNeverEnd", "python", "def f():\n  \"\"\"It is\n  return 1", Kind::string},
        Piece{"PythonComment", "py", "x = 1  # don't (", fine},
        Piece{"PythonBracket", "py", "print(len(x)\nprint(1)", Kind::bracket},
        Piece{"GoRawString", "go", "var p = `a\\`\nvar q = '\\''", fine},
        Piece{"GoRawStringNeverEnds", "go", "Name string `json:\"name\"\n", Kind::string},
        Piece{"RustLifetimes", "rust", "fn f<'a, 'b>(x: &'a str, c: char) -> bool { c == '\\'' || c == '(' }", fine},
        Piece{"RustNestedComment", "rust", "/* a /* b */ c */ let x = 1;", fine},
        Piece{"RustRawString", "rust", "let s = r#\"a \" (\"#;", fine},
        Piece{"RustStringOverLines", "rust", "let s = \"a\nb\";", fine},
        Piece{"SqlDoubledQuote", "sql", "SELECT 'it''s (' -- don't\nFROM t;", fine},
        Piece{"SqlStringNeverEnds", "sql", "INSERT INTO t VALUES ('a, 'b');", Kind::string},
        Piece{"ShellCase", "bash", "case $x in\n  a) echo \"it's\" ;;\nesac", fine},
        Piece{"ShellCount", "sh", "echo ${#x} $# # it's a comment", fine},
        Piece{"ShellQuoteInQuotes", "sh", "echo 'it'\\''s' \"$(cat \"$f\")\"", fine},
        Piece{"ShellStringNeverEnds", "sh", "echo \"hello\nexit 0", Kind::string},
        Piece{"Json", "json", "{\"a\": [1, {\"b\": \"it's (\"}]}", fine},
        Piece{"JsonWrongCloser", "json", "{\"a\": [1, 2}", Kind::closer}),
    [](auto const& row) { return row.param.name; });

TEST(CodeLanguage, IsReadFromTheFirstWordOfTheInfoString) {
    EXPECT_EQ(code_language("Python title=\"x.py\"")->name, "Python");
    EXPECT_EQ(code_language("js{1,3}")->name, "JavaScript");
    EXPECT_FALSE(code_language("text"));
    EXPECT_FALSE(code_language("jsx"));
    EXPECT_FALSE(code_language(""));
}

TEST(ScanCode, SaysNothingOfWhatNestsTooDeeply) {
    EXPECT_FALSE(scan_code(std::string(10'000, '('), *code_language("c")));
    EXPECT_TRUE(scan_code(std::string(100, '('), *code_language("c")));
}

TEST(ScanCode, EndsWhereverACutFalls) {
    std::string const code = "r#\"x\"# R\"a(b)a\" 'a' '\\n' \"s\\\"\" `t ${u}` /* c */ // d\n'''e''' (f[g{h";
    for (auto const* const name : {"c", "java", "js", "go", "rust", "python", "json", "sql", "sh"}) {
        auto const language = code_language(name);
        for (std::size_t size = 0; size <= code.size(); ++size) {
            auto const found = scan_code(std::string_view{code}.substr(0, size), *language);
            if (found) EXPECT_LT(found->at, size) << name;
        }
    }
}

}  // namespace
}  // namespace signalbox
