#include "validation/code_language.hpp"

#include "validation/text.hpp"

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

constexpr CodeLanguage c_like{.name = "C",
                              .line_comment = "//",
                              .block_comments = true,
                              .apostrophe = Apostrophe::character,
                              .raw_strings = true};
constexpr CodeLanguage java{.name = "Java",
                            .line_comment = "//",
                            .block_comments = true,
                            .apostrophe = Apostrophe::character,
                            .triple_quotes = true};
constexpr CodeLanguage script{.name = "JavaScript",
                              .line_comment = "//",
                              .block_comments = true,
                              .backtick = Backtick::template_string,
                              .regex_literals = true};
constexpr CodeLanguage go{.name = "Go",
                          .line_comment = "//",
                          .block_comments = true,
                          .apostrophe = Apostrophe::character,
                          .backtick = Backtick::raw_string};
constexpr CodeLanguage rust{.name = "Rust",
                            .line_comment = "//",
                            .block_comments = true,
                            .nested_comments = true,
                            .apostrophe = Apostrophe::character_or_lifetime,
                            .strings_span_lines = true,
                            .raw_strings = true};
constexpr CodeLanguage python{.name = "Python", .line_comment = "#", .triple_quotes = true};
constexpr CodeLanguage json{.name = "JSON", .apostrophe = Apostrophe::nothing};
constexpr CodeLanguage sql{.name = "SQL",
                           .line_comment = "--",
                           .block_comments = true,
                           .backtick = Backtick::name,
                           .backslash = false,
                           .strings_span_lines = true};
// Its round brackets need not balance: `case x in a)`.
constexpr CodeLanguage shell{.name = "shell", .line_comment = "#", .strings_span_lines = true, .brackets = false};

struct Spelling {
    std::string_view info;
    CodeLanguage language;
};
constexpr std::array spellings{
    Spelling{"c", c_like},      Spelling{"h", c_like},   Spelling{"cpp", c_like},        Spelling{"c++", c_like},
    Spelling{"cc", c_like},     Spelling{"hpp", c_like}, Spelling{"java", java},         Spelling{"javascript", script},
    Spelling{"js", script},     Spelling{"mjs", script}, Spelling{"typescript", script}, Spelling{"ts", script},
    Spelling{"go", go},         Spelling{"golang", go},  Spelling{"rust", rust},         Spelling{"rs", rust},
    Spelling{"python", python}, Spelling{"py", python},  Spelling{"python3", python},    Spelling{"json", json},
    Spelling{"sql", sql},       Spelling{"mysql", sql},  Spelling{"postgresql", sql},    Spelling{"sqlite", sql},
    Spelling{"bash", shell},    Spelling{"sh", shell},   Spelling{"shell", shell},       Spelling{"zsh", shell}};

}  // namespace

std::optional<CodeLanguage> code_language(std::string_view info) {
    auto const name = info.substr(0, info.find_first_of(" \t{,:"));
    auto const* const found = std::ranges::find_if(
        spellings, [name](Spelling const& s) { return s.info.size() == name.size() && starts_with(name, s.info); });
    if (found == spellings.end()) return std::nullopt;
    return found->language;
}

}  // namespace signalbox
