#include "validation/checks.hpp"
#include "validation/code_fence.hpp"
#include "validation/code_language.hpp"
#include "validation/code_scanner.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>

namespace signalbox::checks {

namespace {

struct Block {
    std::string_view info;  // what stands behind the opening marks
    std::string_view code;
};

// The longest fenced block: the answer itself, where the others are steps towards it or its use.
Block longest_block(std::string_view answer) {
    Block longest;
    CodeFence fence;
    char const* begin = nullptr;
    std::string_view info;
    for (auto rest = answer; !rest.empty();) {
        auto const line = next_line(rest);
        bool const was_open = fence.open();
        fence.read(line);
        if (!was_open && fence.open()) {
            begin = rest.data();
            info = trim(line);
            info.remove_prefix(std::min(info.find_first_not_of(info.front()), info.size()));
        }
        if (!was_open || fence.open()) continue;
        std::string_view const code{begin, static_cast<std::size_t>(line.data() - begin)};
        if (code.size() > longest.code.size()) longest = {trim(info), code};
    }
    return longest;
}

// Tasks about code that is broken, or that is to be completed.
constexpr std::array<std::string_view, 22> about_faults{
    "fix",       "broken",       "error",   "bug",     "wrong",   "missing", "unclosed", "unbalanced",
    "unmatched", "unterminated", "syntax",  "brace",   "bracket", "paren",   "complete", "continue",
    "finish",    "invalid",      "snippet", "excerpt", "quote",   "fail"};

// A line of dots, a prompt, a change: no code that a compiler is meant to read.
bool is_excerpt(std::string_view code, CodeLanguage const& language) {
    for (auto rest = code; !rest.empty();) {
        auto const line = trim(next_line(rest));
        if (line.starts_with("...") || line.starts_with("…") || line.ends_with("…")) return true;
        if (line.starts_with("$ ") || line.starts_with("> ") || line.starts_with(">>> ")) return true;
        if (line.starts_with("+ ") || line.starts_with("- ") || line.starts_with("@@")) return true;
        if (line.starts_with("#if") || line.starts_with("#el")) return true;
    }
    if (language.name == "JavaScript") return code.contains("</") || code.contains("/>");  // text between tags
    if (language.name == "JSON") return code.contains("//") || code.contains("...") || code.contains('#');
    if (language.name == "shell") return code.contains("<<");  // a document follows
    if (language.name == "SQL") return code.contains("\\'") || code.contains("$$") || code.contains("DELIMITER");
    return false;
}

std::string_view line_at(std::string_view code, std::size_t at) {
    auto const newline = at == 0 ? std::string_view::npos : code.rfind('\n', at - 1);
    auto rest = code.substr(newline == std::string_view::npos ? 0 : newline + 1);
    return trim(next_line(rest));
}

// What else the fault may be: an apostrophe in what a command printed, a pattern taken for a division.
bool is_doubtful(CodeFault const& fault, std::string_view code, CodeLanguage const& language) {
    if (fault.kind != CodeFault::Kind::string) return false;
    if (language.name == "shell") return code[fault.at] == '\'' && fault.at > 0 && is_letter(code[fault.at - 1]);
    return language.name == "JavaScript" && line_at(code, fault.at).contains('/');
}

std::string_view name_of(CodeFault::Kind kind) {
    switch (kind) {
        case CodeFault::Kind::string:
            return "a string that nothing closes";
        case CodeFault::Kind::comment:
            return "a comment that nothing closes";
        case CodeFault::Kind::bracket:
            return "a bracket that nothing closes";
        case CodeFault::Kind::closer:
            return "a bracket closed by another kind";
    }
    return "a fault";
}

}  // namespace

Evidence broken_code(AnswerView const& view) {
    if (!view.answer.contains("```") && !view.answer.contains("~~~")) return std::nullopt;
    auto const block = longest_block(view.answer);
    auto const language = code_language(block.info);
    if (!language) return std::nullopt;
    auto const fault = scan_code(block.code, *language);
    if (!fault || is_doubtful(*fault, block.code, *language) || is_excerpt(block.code, *language)) return std::nullopt;
    if (has_word_like(whole_prefix(task_of(view.context), 16UL * 1024), about_faults)) return std::nullopt;
    return std::string{language->name} + " code with " + std::string{name_of(fault->kind)} + ": \"" +
           excerpt(line_at(block.code, fault->at), 80) + "\"";
}

}  // namespace signalbox::checks
