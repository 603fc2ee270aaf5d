#include "analysis/scanner.hpp"

#include "analysis/character.hpp"

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

constexpr std::size_t edge_bytes = 240;  // an instruction of three lines
constexpr std::uint32_t max_amount = 100'000;
// Kinds of grams by place begin with a byte that no word has.
constexpr auto opening_basis = gram_hash("\x02");
constexpr auto last_line_basis = gram_hash("\x03");

bool is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(unsigned char c) { return is_lower(c) || is_upper(c); }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_space(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// "two" -> 2; 0 when it is no number.
std::uint32_t spelled_amount(std::uint32_t hash) {
    constexpr auto names = std::to_array<std::uint32_t>(
        {gram_hash("one"), gram_hash("two"), gram_hash("three"), gram_hash("four"), gram_hash("five"), gram_hash("six"),
         gram_hash("seven"), gram_hash("eight"), gram_hash("nine"), gram_hash("ten")});
    auto const found = std::ranges::find(names, hash);
    return found == names.end() ? 0 : static_cast<std::uint32_t>(found - names.begin()) + 1;
}

LengthUnit unit_of(std::uint32_t hash) {
    switch (hash) {
        case gram_hash("word"):
        case gram_hash("words"):
        case gram_hash("mots"):
        case gram_hash("palabras"):
        case gram_hash("wörter"):
        case gram_hash("слов"):
            return LengthUnit::words;
        case gram_hash("sentence"):
        case gram_hash("sentences"):
        case gram_hash("sätze"):
        case gram_hash("sätzen"):
        case gram_hash("phrases"):
        case gram_hash("frases"):
            return LengthUnit::sentences;
        case gram_hash("line"):
        case gram_hash("lines"):
            return LengthUnit::lines;
        case gram_hash("paragraph"):
        case gram_hash("paragraphs"):
            return LengthUnit::paragraphs;
        case gram_hash("page"):
        case gram_hash("pages"):
            return LengthUnit::pages;
        default:
            return LengthUnit::none;
    }
}

}  // namespace

void Scanner::run() {
    begin_line();
    while (at_ < text_.size()) {
        auto const c = at(at_);
        if (is_space(c)) {
            space();
        } else if (is_letter(c)) {
            word();
        } else if (is_digit(c)) {
            number();
        } else if (c < 0x20 || c == 0x7F) {
            count(Count::rubbish);
            ++at_;
        } else if (c < 0x80) {
            sign(c);
        } else {
            auto const character = read_character(text_, at_);
            if (character.script == Script::letter) word();
            if (character.script == Script::ideograph) ideograph(character.bytes);
            if (character.script == Script::mark) wide_mark(character.code, character.bytes);
            if (character.script == Script::invalid) {
                count(Count::rubbish);
                neighbour_ = false;
                ++at_;
            }
        }
    }
}

bool Scanner::near_an_end() const {
    auto const place = offset_ + at_;
    return place <= edge_bytes || place + edge_bytes >= out_.bytes;
}

void Scanner::gram(std::uint32_t hash, std::uint32_t pair) {
    bool const edge = near_an_end();
    out_.add(hash, edge);
    if (neighbour_) out_.add(pair, edge);
    place(hash);
    previous_ = hash;
    neighbour_ = true;
    word_end_ = at_;
    count(Count::words);
}

// How a message begins, and how its last line does, tells the task: the same words elsewhere do not.
void Scanner::place(std::uint32_t hash) {
    if (offset_ == 0 && opened_ < opening_words) {
        opening_ = gram_join(opened_ == 0 ? opening_basis : opening_, hash);
        ++opened_;
        out_.add(opening_, false);
    }
    if (fresh_line_) lined_ = 0;
    fresh_line_ = false;
    if (lined_ == line_words) return;
    line_[lined_] = gram_join(lined_ == 0 ? last_line_basis : line_[0], hash);
    ++lined_;
}

void Scanner::close() {
    if (out_.count(Count::lines) < 2) return;
    for (std::uint32_t i = 0; i < lined_; ++i) out_.add(line_[i], false);
}

void Scanner::space() {
    bool const newline = at(at_) == '\n';
    ++at_;
    if (!newline) return;
    neighbour_ = false;
    out_.tokens += 0.5;
    begin_line();
}

// A line's first characters tell lists and multiple-choice options.
void Scanner::begin_line() {
    count(Count::lines);
    fresh_line_ = true;
    auto i = at_;
    while (at(i) == ' ' || at(i) == '\t') ++i;
    auto const c = at(i);
    bool const bullet = (c == '-' || c == '*' || c == '+') && at(i + 1) == ' ';
    auto digits = i;
    while (is_digit(at(digits)) && digits - i < 3) ++digits;
    bool const numbered = digits > i && (at(digits) == '.' || at(digits) == ')') && at(digits + 1) == ' ';
    if (bullet || numbered) count(Count::list_items);
    auto const letter = c == '(' ? i + 1 : i;
    bool const lettered =
        is_upper(at(letter)) && (at(letter + 1) == '.' || at(letter + 1) == ')') && at(letter + 2) == ' ';
    if (!lettered) return;
    if (out_.count(Count::options) == 0) out_.body_words = out_.count(Count::words);
    count(Count::options);
}

void Scanner::word() {
    auto hash = gram_basis;
    auto pair = gram_step(previous_, ' ');
    auto const take = [&](unsigned char byte) {
        hash = gram_step(hash, byte);
        pair = gram_step(pair, byte);
    };
    auto const begin = at_;
    std::uint32_t wide = 0;
    bool camel = false;
    for (;; ++at_) {
        auto const c = at(at_);
        if (is_lower(c)) {
            take(c);
        } else if (is_upper(c)) {
            camel = camel || (at_ > begin && is_lower(at(at_ - 1)));
            count(Count::uppercase);
            take(c | 0x20);
        } else if (c == '\'' && at_ > begin && is_letter(at(at_ + 1))) {
            take(c);
        } else if (c >= 0x80) {
            auto const character = read_character(text_, at_);
            if (character.script != Script::letter) break;
            ++wide;
            auto const code = fold_case(character.code);
            if (code < 0x800) {
                take(static_cast<unsigned char>(0xC0 | code >> 6));
                take(static_cast<unsigned char>(0x80 | (code & 0x3F)));
            } else {
                for (std::size_t i = 0; i < character.bytes; ++i) take(at(at_ + i));
            }
            at_ += character.bytes - 1U;
        } else {
            break;
        }
    }
    auto const bytes = static_cast<std::uint32_t>(at_ - begin);
    if (bytes == 1) {  // c++, c#
        while (at_ - begin < 3 && (at(at_) == '+' || at(at_) == '#')) take(at(at_++));
    }
    auto const letters = bytes > 2 * wide ? bytes - 2 * wide : 0;
    count(Count::letters, letters);
    count(Count::non_ascii, wide);
    if (bytes >= 9) count(Count::long_words);
    if (camel) count(Count::identifiers);
    out_.tokens += 1 + (bytes > 7 ? (bytes - 7) / 5.0 : 0) + wide / 6.0;
    unit(hash);
    gram(hash, pair);
    previous_is_ideograph_ = false;
}

void Scanner::unit(std::uint32_t hash) {
    if (amount_ != 0 && out_.asked_unit == LengthUnit::none && near_an_end()) {
        auto const found = unit_of(hash);
        if (found != LengthUnit::none) {
            out_.asked_unit = found;
            out_.asked_amount = amount_;
        }
    }
    amount_ = spelled_amount(hash);
}

void Scanner::ideograph(std::size_t bytes) {
    auto const join = previous_is_ideograph_ ? previous_ : gram_step(previous_, ' ');
    auto const character = text_.substr(at_, bytes);
    at_ += bytes;
    out_.tokens += 0.9;
    count(Count::ideographs);
    count(Count::non_ascii);
    gram(gram_hash(character), gram_hash(character, join));
    previous_is_ideograph_ = true;
    amount_ = 0;
}

// Numbers are grams by their length only: "0", "00" (three or four digits), "000".
void Scanner::number() {
    auto const begin = at_;
    amount_ = 0;
    while (is_digit(at(at_))) amount_ = std::min(max_amount, amount_ * 10 + (at(at_++) - '0'));
    auto const digits = at_ - begin;
    auto const shape = std::string_view{"000"}.substr(0, digits < 3 ? 1 : digits < 5 ? 2 : 3);
    auto const edge = near_an_end();
    out_.add(gram_hash(shape), edge);
    if (neighbour_) out_.add(gram_hash(shape, gram_step(previous_, ' ')), edge);
    place(gram_hash(shape));
    previous_ = gram_hash(shape);
    neighbour_ = true;
    previous_is_ideograph_ = false;
    count(Count::numbers);
    out_.tokens += static_cast<double>((digits + 2) / 3);
}

void Scanner::end_sentence() {
    neighbour_ = false;
    count(Count::sentences);
}

void Scanner::sign(unsigned char c) {
    auto const next = at(at_ + 1);
    bool const repeated = at_ > 0 && at(at_ - 1) == c;
    out_.tokens += repeated ? 0.25 : 0.8;
    switch (c) {
        case '?':
            count(Count::questions);
            end_sentence();
            break;
        case '!':
            count(Count::exclamations);
            end_sentence();
            break;
        case '.':
            if (is_space(next) || next == 0) end_sentence();
            break;
        case ':':
            if (next == '/' && at(at_ + 2) == '/') count(Count::urls);
            break;
        case '(':
            if (word_before() && next == ')') count(Count::identifiers);
            count(Count::brackets);
            break;
        case '_':
            if (word_before() && is_letter(next)) count(Count::identifiers);
            break;
        case '/':
            if (word_before() && is_letter(next)) count(Count::paths);
            count(Count::math_signs);
            break;
        case '`':
            if (next == '`' && at(at_ + 2) == '`') {
                count(Count::fences);
                at_ += 2;
            } else {
                count(Count::inline_code);
            }
            break;
        default:
            plain_sign(c);
    }
    ++at_;
}

// Signs that count the same wherever they stand.
void Scanner::plain_sign(unsigned char c) {
    switch (c) {
        case ',':
            return count(Count::commas);
        case ')':
        case '{':
        case '}':
        case '[':
        case ']':
        case ';':
            return count(Count::brackets);
        case '=':
        case '+':
        case '*':
        case '^':
        case '<':
        case '>':
        case '%':
            return count(Count::math_signs);
        case '$':
            return count(Count::dollars);
        case '"':
            return count(Count::quotes);
        default:
            return;
    }
}

void Scanner::wide_mark(char32_t code, std::size_t bytes) {
    at_ += bytes;
    count(Count::non_ascii);
    out_.tokens += 1;
    switch (code) {
        case U'？':
        case U'⁇':
        case U'؟':
            count(Count::questions);
            end_sentence();
            break;
        case U'。':
        case U'！':
        case U'…':
            end_sentence();
            break;
        case U'“':
        case U'”':
        case U'„':
        case U'«':
        case U'»':
        case U'「':
            count(Count::quotes);
            break;
        case U'×':
        case U'÷':
        case U'≤':
        case U'≥':
        case U'≠':
        case U'√':
        case U'∑':
        case U'∫':
        case U'∞':
        case U'∀':
        case U'∃':
        case U'∈':
            count(Count::math_signs);
            break;
        default:
            break;
    }
    if (code >= 0x2000) neighbour_ = false;
}

}  // namespace signalbox
