#include "wire/openai_answer.hpp"
#include "wire/openai_fields.hpp"
#include "wire/raw_members.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "a chunk of the provider's stream is broken: " + std::string{why});
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// Appends a string member's text; null and absence are nothing, another type is an error.
Result<void> take_text(Element value, std::string_view name, std::string& out) {
    if (value.is_null()) return {};
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return broken(std::string{name} + " is no text");
    out += text;
    return {};
}

}  // namespace

Result<void> CompletionStream::delta(Object delta, bool first_choice, Piece& piece) {
    std::string ignored;
    auto& text = first_choice ? text_ : ignored;
    auto& reasoning = first_choice ? reasoning_ : ignored;
    auto const before = text_.size() + reasoning_.size();
    // A provider may say its reasoning under both names.
    auto reasoned = false;
    for (auto const [name, value] : delta) {
        Result<void> taken;
        if (name == "content" || name == "refusal") taken = take_text(value, name, text);
        if (name == "refusal" && value.is_string()) only_content_ = false;
        if ((name == "reasoning_content" || name == "reasoning") && !reasoned && value.is_string()) {
            reasoned = true;
            taken = take_text(value, name, reasoning);
        }
        if (name == "tool_calls") {
            simdjson::dom::array calls;
            if (!value.is_null() && value.get(calls) != simdjson::SUCCESS) return broken("tool_calls is no list");
            if (!value.is_null() && calls.begin() != calls.end()) {
                piece.tool_calls = true;
                if (first_choice) piece.misplaced = calls_.read(calls);
            }
        }
        if (name == "function_call" && value.is_object()) piece.tool_calls = true;
        if (!taken) return taken;
    }
    piece.content = piece.content || piece.tool_calls || !ignored.empty() || text_.size() + reasoning_.size() > before;
    return {};
}

Result<void> CompletionStream::choice(Object choice, Piece& piece) {
    std::int64_t index = 0;
    std::string_view reason;
    std::optional<Object> held;
    for (auto const [name, value] : choice) {
        if (name == "index" && value.get(index) != simdjson::SUCCESS && !value.is_null())
            return broken("index is no number");
        if (name == "finish_reason" && !value.is_null() && value.get(reason) != simdjson::SUCCESS) {
            return broken("finish_reason is no text");
        }
        if (name == "delta" && !value.is_null()) {
            if (Object object; value.get(object) == simdjson::SUCCESS) held = object;
            if (!held) return broken("delta is no object");
        }
    }
    if (reason == "error") return fail(Errc::provider_overloaded, "the provider failed while it answered");
    if (held) {
        if (auto const read = delta(*held, index == 0, piece); !read) return read;
    }
    piece.finish = piece.finish || !reason.empty();
    only_content_ = only_content_ && index == 0;
    if (!reason.empty() && !finished_) {
        finished_ = true;
        finish_reason_ = read_finish_reason(reason);
    }
    return {};
}

Result<void> CompletionStream::choices(Element value, Piece& piece) {
    if (value.is_null()) return {};
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) return broken("choices is no list");
    only_content_ = list.size() == 1;
    for (auto const element : list) {
        Object object;
        if (element.get(object) != simdjson::SUCCESS) return broken("a choice is no object");
        piece.usage_only = false;
        if (auto const read = choice(object, piece); !read) return read;
    }
    return {};
}

Result<CompletionStream::Piece> CompletionStream::chunk(std::string_view data) {
    text_.clear();
    reasoning_.clear();
    Piece piece{.usage_only = true};
    if (done_ || is_blank(data)) return piece;
    if (data == "[DONE]") {
        done_ = finished_ = piece.done = true;
        return piece;
    }
    if (auto const text = template_.match(data)) {
        return Piece{.text = *text, .content = !text->empty(), .has_usage = template_has_usage_};
    }
    return read(data);
}

Result<CompletionStream::Piece> CompletionStream::read(std::string_view data) {
    Piece piece{.usage_only = true};
    auto const document = reader_.parse(data);
    if (!document) return broken("it is no strict JSON");
    Object object;
    if (document->get(object) != simdjson::SUCCESS) return broken("it is no object");
    auto usage_told = false;
    only_content_ = false;
    for (auto const [name, value] : object) {
        if (name == "error" && !value.is_null()) return std::unexpected{classify_error(200, value)};
        if (name == "choices") {
            if (auto const read = choices(value, piece); !read) return std::unexpected{read.error()};
        }
        if (name == "usage") {
            piece.has_usage = true;
            if (auto const told = read_usage(value)) usage_ = told;
            usage_told = usage_told || !value.is_null();
        }
    }
    piece.text = text_;
    piece.reasoning = reasoning_;
    tool_calls_ = tool_calls_ || piece.tool_calls;
    auto const more = usage_told || piece.tool_calls || piece.finish || !reasoning_.empty();
    if (only_content_ && !more && !text_.empty()) {
        template_.learn(data);
        template_has_usage_ = piece.has_usage;
    }
    return piece;
}

void append_chunk_frame(std::string& out, std::string_view data) {
    out += "data: ";
    auto const start = out.size();
    constexpr std::string_view usage = "usage\"";
    if (memmem(data.data(), data.size(), usage.data(), usage.size()) == nullptr) {
        out += data;
    } else {
        out += '{';
        RawMembers members{data};
        for (RawMember member; members.next(member);) {
            if (means(member.name, "usage")) continue;
            if (out.size() > start + 1) out += ',';
            out += member.whole;
        }
        out += '}';
    }
    // Only between tokens can a JSON text have line ends.
    if (data.find('\n') != std::string_view::npos || data.find('\r') != std::string_view::npos) {
        std::replace_if(
            out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
            [](char byte) { return byte == '\r' || byte == '\n'; }, ' ');
    }
    out += "\n\n";
}

}  // namespace signalbox::wire
