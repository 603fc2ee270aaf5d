#include "validation/code_scanner.hpp"

#include "validation/text.hpp"

#include <array>
#include <cstdint>

namespace signalbox {

namespace {

constexpr std::size_t deepest = 256;

// Reads code from front to end; each step takes one string, comment, bracket or other byte.
class Scanner {
public:
    Scanner(std::string_view code, CodeLanguage const& language) : code_{code}, language_{language} {}

    std::optional<CodeFault> run() {
        while (at_ < code_.size() && !fault_ && !lost_) step();
        if (lost_) return std::nullopt;
        if (!fault_ && language_.brackets && depth_ > 0)
            return CodeFault{CodeFault::Kind::bracket, open_[depth_ - 1].at};
        return fault_;
    }

private:
    struct Open {
        std::size_t at = 0;
        char closer = 0;
        bool in_template = false;  // "${": its closer goes back to the template string
    };

    [[nodiscard]] std::string_view rest() const { return code_.substr(at_); }
    [[nodiscard]] bool comment_begins(std::string_view mark) const {
        if (mark.empty() || !rest().starts_with(mark)) return false;
        // In a shell "#" begins a comment at the start of a word only: ${#x}, $#.
        return language_.name != "shell" || at_ == 0 || is_blank(code_[at_ - 1]) || code_[at_ - 1] == ';';
    }

    void step() {
        auto const begin = at_;
        if (skip_comment() || skip_raw_string()) return;
        char const c = code_[at_];
        switch (c) {
            case '"':
                if (language_.triple_quotes && rest().starts_with(R"(""")")) return skip_triple(R"(""")");
                return skip_string('"', language_.strings_span_lines);
            case '\'':
                return skip_apostrophe();
            case '`':
                return skip_backtick();
            case '/':
                if (language_.regex_literals && regex_may_begin()) return skip_regex();
                break;
            case '\\':
                ++at_;  // a shell's escape, or a continued line
                break;
            case '(':
                return open(')');
            case '[':
                return open(']');
            case '{':
                return open('}');
            case ')':
            case ']':
            case '}':
                return close(c);
            default:
                break;
        }
        if (!is_blank(c)) previous_ = c;
        at_ = begin < at_ ? at_ + 1 : begin + 1;
    }

    bool skip_comment() {
        if (comment_begins(language_.line_comment)) {
            at_ = std::min(code_.find('\n', at_), code_.size());
            return true;
        }
        if (!language_.block_comments || !rest().starts_with("/*")) return false;
        auto const begin = at_;
        std::size_t depth = 0;
        while (at_ < code_.size()) {
            if (rest().starts_with("/*") && (depth == 0 || language_.nested_comments)) {
                ++depth;
                at_ += 2;
            } else if (rest().starts_with("*/")) {
                at_ += 2;
                if (--depth == 0) return true;
            } else {
                ++at_;
            }
        }
        fail(CodeFault::Kind::comment, begin);
        return true;
    }

    // R"x( ... )x" of C++, r"..." and r#" ... "# of Rust.
    bool skip_raw_string() {
        if (!language_.raw_strings || (at_ > 0 && in_word(code_[at_ - 1]) && !encoding_prefix())) return false;
        auto const begin = at_;
        std::string_view closer;
        std::array<char, 24> mark{};
        auto text = rest();
        if (text.starts_with("R\"")) {
            text.remove_prefix(2);
            auto const paren = text.find('(');
            if (paren > 16) return false;
            mark[0] = ')';
            text.copy(mark.data() + 1, paren);
            mark[paren + 1] = '"';
            closer = {mark.data(), paren + 2};
        } else if (text.starts_with("r\"") || text.starts_with("r#")) {
            auto const hashes = text.find_first_not_of('#', 1) - 1;
            if (hashes > 16 || text.size() <= hashes + 1 || text[hashes + 1] != '"') return false;
            mark[0] = '"';
            for (std::size_t i = 1; i <= hashes; ++i) mark[i] = '#';
            text.remove_prefix(hashes + 2);
            closer = {mark.data(), hashes + 1};
        } else {
            return false;
        }
        skip_to(closer, static_cast<std::size_t>(text.data() - code_.data()), begin);
        return true;
    }

    void skip_to(std::string_view closer, std::size_t from, std::size_t begin) {
        auto const end = code_.find(closer, from);
        if (end == std::string_view::npos) return fail(CodeFault::Kind::string, begin);
        at_ = end + closer.size();
        previous_ = '"';
    }

    void skip_triple(std::string_view quotes) {
        auto const begin = at_;
        for (at_ += quotes.size(); at_ < code_.size(); ++at_) {
            if (code_[at_] == '\\') {
                ++at_;
            } else if (rest().starts_with(quotes)) {
                at_ += quotes.size();
                previous_ = '"';
                return;
            }
        }
        fail(CodeFault::Kind::string, begin);
    }

    void skip_string(char quote, bool spans_lines) {
        auto const begin = at_++;
        bool const escapes = language_.backslash && !(language_.name == "shell" && quote == '\'');
        for (; at_ < code_.size(); ++at_) {
            char const c = code_[at_];
            if (c == '\\' && escapes) {
                ++at_;
            } else if (c == quote) {
                ++at_;
                previous_ = '"';
                return;
            } else if (c == '\n' && !spans_lines) {
                break;
            }
        }
        fail(CodeFault::Kind::string, begin);
    }

    void skip_apostrophe() {
        switch (language_.apostrophe) {
            case Apostrophe::string:
                if (language_.triple_quotes && rest().starts_with("'''")) return skip_triple("'''");
                return skip_string('\'', language_.strings_span_lines);
            case Apostrophe::character:
                // 1'000'000 is a number.
                if (at_ > 0 && at_ + 1 < code_.size() && in_word(code_[at_ - 1]) && in_word(code_[at_ + 1]) &&
                    !encoding_prefix())
                    break;
                return skip_string('\'', false);
            case Apostrophe::character_or_lifetime:
                // 'a' and '\n' are characters, 'a is a lifetime.
                if (rest().starts_with("'\\")) return skip_string('\'', false);
                if (auto const close = code_.find('\'', at_ + 1);
                    close != std::string_view::npos && close - at_ <= 5 &&
                    one_character(code_.substr(at_ + 1, close - at_ - 1))) {
                    at_ = close + 1;
                    return;
                }
                break;
            case Apostrophe::nothing:
                break;
        }
        ++at_;
    }

    void skip_backtick() {
        switch (language_.backtick) {
            case Backtick::raw_string:
            case Backtick::name:
                return skip_to("`", at_ + 1, at_);
            case Backtick::template_string:
                ++at_;
                return skip_template(at_ - 1);
            case Backtick::nothing:
                ++at_;
        }
    }

    // From inside a template string to its end, or into the expression of a "${".
    void skip_template(std::size_t begin) {
        for (; at_ < code_.size(); ++at_) {
            if (code_[at_] == '\\') {
                ++at_;
            } else if (code_[at_] == '`') {
                ++at_;
                previous_ = '"';
                return;
            } else if (rest().starts_with("${")) {
                ++at_;
                open('}', true);
                return;
            }
        }
        fail(CodeFault::Kind::string, begin);
    }

    // A slash behind a value divides, elsewhere it begins a pattern.
    [[nodiscard]] bool regex_may_begin() const {
        constexpr std::string_view behind{"(,=:[!&|?{};+-*%<>~^"};
        if (previous_ == 0 || behind.contains(previous_)) return true;
        auto before = code_.substr(0, at_);
        while (!before.empty() && is_blank(before.back())) before.remove_suffix(1);
        return before.ends_with("return") || before.ends_with("typeof");
    }

    void skip_regex() {
        bool in_class = false;
        for (++at_; at_ < code_.size() && code_[at_] != '\n'; ++at_) {
            char const c = code_[at_];
            if (c == '\\') {
                ++at_;
            } else if (c == '[') {
                in_class = true;
            } else if (c == ']') {
                in_class = false;
            } else if (c == '/' && !in_class) {
                ++at_;
                previous_ = '"';
                return;
            }
        }
        lost_ = true;  // it was no pattern after all
    }

    void open(char closer, bool in_template = false) {
        previous_ = code_[at_];
        if (depth_ == open_.size()) {
            lost_ = true;
            return;
        }
        open_[depth_++] = {at_++, closer, in_template};
    }

    void close(char c) {
        previous_ = c;
        auto const here = at_++;
        if (depth_ == 0) return;
        auto const& top = open_[depth_ - 1];
        if (top.closer != c) {
            if (language_.brackets) fail(CodeFault::Kind::closer, here);
            return;
        }
        --depth_;
        if (top.in_template) skip_template(top.at);
    }

    [[nodiscard]] static bool in_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
    // u8R"( or L'x': the word before a quote belongs to it.
    [[nodiscard]] bool encoding_prefix() const {
        auto begin = at_;
        while (begin > 0 && in_word(code_[begin - 1])) --begin;
        auto const word = code_.substr(begin, at_ - begin);
        return word == "u8" || word == "u" || word == "U" || word == "L" || word == "b";
    }
    [[nodiscard]] static bool one_character(std::string_view text) {
        return !text.empty() && whole_prefix(text, text.size()).size() == text.size() &&
               (static_cast<unsigned char>(text.front()) < 0x80 ? text.size() == 1 : text.size() <= 4);
    }

    void fail(CodeFault::Kind kind, std::size_t at) { fault_ = CodeFault{kind, at}; }

    std::string_view code_;
    CodeLanguage const& language_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::array<Open, deepest> open_{};
    char previous_ = 0;  // the last byte that was no blank; a quote for every kind of string
    bool lost_ = false;
    std::optional<CodeFault> fault_;
};

}  // namespace

std::optional<CodeFault> scan_code(std::string_view code, CodeLanguage const& language) {
    return Scanner{code, language}.run();
}

}  // namespace signalbox
