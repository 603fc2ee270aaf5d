#include "wire/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace signalbox::wire {

namespace {

// How many bytes at the front pass into a JSON string as they are: ASCII but for quote, backslash and
// control characters. Looks at eight bytes at a time.
std::size_t plain_length(std::string_view text) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t highs = ones << 7U;
    std::size_t length = 0;
    for (; length + 8 <= text.size(); length += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + length, 8);
        auto const quote = word ^ ones * '"';
        auto const backslash = word ^ ones * '\\';
        // A borrow or the high bit shows a byte below the one that is taken away.
        auto const special = ((word - ones * 0x20) | (quote - ones) | (backslash - ones) | word) & highs;
        if (special != 0) break;
    }
    auto const is_plain = [](char byte) { return byte >= 0x20 && byte != '"' && byte != '\\'; };
    while (length < text.size() && is_plain(text[length])) ++length;
    return length;
}

// Length of the well-formed UTF-8 sequence at the front (RFC 3629), or 0.
std::size_t utf8_sequence(std::string_view text) {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const tail = [&](std::size_t i) { return i < text.size() && (at(i) & 0xC0U) == 0x80; };
    auto const lead = at(0);
    if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (!tail(1) || !tail(2)) return 0;
        if (lead == 0xE0 && at(1) < 0xA0) return 0;  // overlong
        if (lead == 0xED && at(1) > 0x9F) return 0;  // surrogate
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (!tail(1) || !tail(2) || !tail(3)) return 0;
        if (lead == 0xF0 && at(1) < 0x90) return 0;  // overlong
        if (lead == 0xF4 && at(1) > 0x8F) return 0;  // above U+10FFFF
        return 4;
    }
    return 0;
}

void append_escape(std::string& out, unsigned char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u00";
    out += digits[c >> 4U];
    out += digits[c & 15U];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t done = 0;  // copied so far
    std::size_t at = 0;    // looked at so far
    auto const replace = [&](std::size_t length, auto append) {
        out.append(text.substr(done, at - done));
        append();
        at += length;
        done = at;
    };
    while ((at += plain_length(text.substr(at))) < text.size()) {
        auto const byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            replace(1, [&] { append_escape(out, byte); });
            continue;
        }
        auto const length = utf8_sequence(text.substr(at));
        auto const sequence = text.substr(at, length);
        if (length == 0) {
            replace(1, [&] { out += "\xEF\xBF\xBD"; });  // U+FFFD
        } else if (sequence == "\xE2\x80\xA8" || sequence == "\xE2\x80\xA9") {
            replace(length, [&] { out += sequence.back() == '\xA8' ? "\\u2028" : "\\u2029"; });
        } else {
            at += length;
        }
    }
    out.append(text.substr(done));
    out += '"';
}

void JsonWriter::begin_object() {
    comma();
    out_ += '{';
    first_ = true;
}

void JsonWriter::end_object() {
    out_ += '}';
    first_ = false;
}

void JsonWriter::begin_array() {
    comma();
    out_ += '[';
    first_ = true;
}

void JsonWriter::end_array() {
    out_ += ']';
    first_ = false;
}

void JsonWriter::key(std::string_view name) {
    comma();
    append_json_string(out_, name);
    out_ += ':';
    first_ = true;  // the value follows without a comma
}

void JsonWriter::value(std::string_view text) {
    comma();
    append_json_string(out_, text);
}

void JsonWriter::value(bool truth) { raw(truth ? "true" : "false"); }

void JsonWriter::value(double number) {
    if (!std::isfinite(number)) return null();
    std::array<char, 48> text;
    auto* const last = text.data() + text.size();
    auto const size = std::abs(number);
    auto const short_enough = size == 0 || (size >= 1e-7 && size < 1e15);
    auto const end = short_enough ? std::to_chars(text.data(), last, number, std::chars_format::fixed)
                                  : std::to_chars(text.data(), last, number);
    raw({text.data(), end.ptr});
}

void JsonWriter::integer(std::int64_t number) {
    std::array<char, 24> text;
    auto const end = std::to_chars(text.data(), text.data() + text.size(), number);
    raw({text.data(), end.ptr});
}

void JsonWriter::integer(std::uint64_t number) {
    std::array<char, 24> text;
    auto const end = std::to_chars(text.data(), text.data() + text.size(), number);
    raw({text.data(), end.ptr});
}

void JsonWriter::null() { raw("null"); }

void JsonWriter::raw(std::string_view json) {
    comma();
    out_ += json;
}

}  // namespace signalbox::wire
