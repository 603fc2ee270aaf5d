#include "wire/chunk_template.hpp"

#include "wire/raw_members.hpp"

#include <simdjson.h>

#include <cstring>

namespace signalbox::wire {

namespace {

constexpr int most_fruitless = 8;
constexpr std::size_t max_size = 4096;  // of a template: what is beyond has more in it than a text

bool equal(char const* bytes, std::string const& wanted) {
    return std::memcmp(bytes, wanted.data(), wanted.size()) == 0;
}

std::string_view member(std::string_view object, std::string_view name) {
    RawMembers members{object};
    for (RawMember found; members.next(found);) {
        if (means(found.name, name)) return found.value;
    }
    return {};
}

// The literal of the first choice's content, quotes included.
std::string_view find_content(std::string_view chunk) {
    auto choices = member(chunk, "choices");
    if (!choices.starts_with('[')) return {};
    choices.remove_prefix(1);
    auto const content = member(member(choices, "delta"), "content");
    return content.starts_with('"') ? content : std::string_view{};
}

// The character that an escape of two characters stands for; 0 for all others.
char unescaped(char escape) {
    switch (escape) {
        case '"':
        case '\\':
        case '/':
            return escape;
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case 'r':
            return '\r';
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        default:
            return 0;
    }
}

}  // namespace

void ChunkTemplate::learn(std::string_view chunk) {
    if (fruitless_ == most_fruitless) return;
    ++fruitless_;
    prefix_.clear();
    auto const content = find_content(chunk);
    if (content.empty() || chunk.size() - content.size() > max_size) return;
    auto const begin = static_cast<std::size_t>(content.data() - chunk.data());
    prefix_.assign(chunk.substr(0, begin + 1));
    suffix_.assign(chunk.substr(begin + content.size() - 1));
}

std::optional<std::string_view> ChunkTemplate::match(std::string_view chunk) {
    auto const around = prefix_.size() + suffix_.size();
    if (prefix_.empty() || chunk.size() < around) return std::nullopt;
    if (!equal(chunk.data(), prefix_) || !equal(chunk.data() + (chunk.size() - suffix_.size()), suffix_)) {
        return std::nullopt;
    }
    auto const text = read_text(chunk.substr(prefix_.size(), chunk.size() - around));
    if (text) fruitless_ = 0;
    return text;
}

// Nothing unless all of `raw` is the inside of one valid JSON string.
std::optional<std::string_view> ChunkTemplate::read_text(std::string_view raw) {
    unsigned char every = 0;
    std::size_t plain = 0;  // length in front of the first escape
    for (; plain < raw.size() && raw[plain] != '\\'; ++plain) {
        auto const byte = static_cast<unsigned char>(raw[plain]);
        if (byte < 0x20 || byte == '"') return std::nullopt;
        every |= byte;
    }
    auto text = raw;
    if (plain < raw.size()) {
        decoded_.assign(raw.substr(0, plain));
        for (auto at = plain; at < raw.size(); ++at) {
            auto byte = raw[at];
            if (static_cast<unsigned char>(byte) < 0x20 || byte == '"') return std::nullopt;
            every |= static_cast<unsigned char>(byte);
            if (byte == '\\') {
                byte = ++at < raw.size() ? unescaped(raw[at]) : '\0';
                if (byte == 0) return std::nullopt;
            }
            decoded_ += byte;
        }
        text = decoded_;
    }
    // Escapes of one ASCII character each neither mend nor break UTF-8.
    if (every >= 0x80 && !simdjson::validate_utf8(text.data(), text.size())) return std::nullopt;
    return text;
}

}  // namespace signalbox::wire
