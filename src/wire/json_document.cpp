#include "wire/json_document.hpp"

#include <algorithm>
#include <array>

namespace signalbox::wire {

namespace {

constexpr std::size_t max_depth = 64;
constexpr std::size_t kept_capacity = 1 << 20;  // of the buffers between documents
constexpr std::size_t few = 16;                 // names that are compared pair by pair

Error not_json(simdjson::error_code code) {
    using enum simdjson::error_code;
    auto const why = [code]() -> std::string_view {
        switch (code) {
            case DEPTH_ERROR:
                return "it is nested deeper than 64 levels";
            case EMPTY:
                return "it is empty";
            case UTF8_ERROR:
                return "it is not valid UTF-8";
            case NUMBER_ERROR:
                return "a number is malformed or out of range";
            case STRING_ERROR:
                return "a string has a wrong escape";
            case UNESCAPED_CHARS:
                return "a string has a control character";
            case UNCLOSED_STRING:
                return "a string does not end";
            case CAPACITY:
            case MEMALLOC:
                return "it is too large";
            default:
                return "its syntax is wrong";
        }
    }();
    return {Errc::invalid_json, "the document is not JSON: " + std::string{why}, {}, {}};
}

std::unexpected<Error> twice(std::string_view name) {
    return fail(Errc::invalid_json, "the name \"" + std::string{name.substr(0, 64)} + "\" is twice in one object");
}

bool is_container(simdjson::dom::element element) { return element.is_object() || element.is_array(); }

}  // namespace

Result<simdjson::dom::element> JsonReader::parse(std::string_view body) {
    if (body.starts_with("\xEF\xBB\xBF"))
        return fail(Errc::invalid_json, "the document is not JSON: it begins with a byte order mark");
    if (padded_.capacity() > kept_capacity && body.size() <= kept_capacity) {
        padded_ = {};
        parser_ = simdjson::dom::parser{};
    }
    padded_.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    padded_.assign(body);
    simdjson::dom::element root;
    if (auto const code = parser_.parse(padded_.data(), padded_.size(), false).get(root)) {
        return std::unexpected{not_json(code)};
    }
    if (auto const checked = check(root); !checked) return std::unexpected{checked.error()};
    return root;
}

// Level by level, so that depth costs no stack.
Result<void> JsonReader::check(simdjson::dom::element root) {
    waiting_.clear();
    if (is_container(root)) waiting_.push_back(root);
    std::size_t level_end = waiting_.size();
    std::size_t depth = 1;
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
        if (i == level_end) {
            level_end = waiting_.size();
            if (++depth > max_depth) return std::unexpected{not_json(simdjson::DEPTH_ERROR)};
        }
        auto const element = waiting_[i];
        if (simdjson::dom::array list; element.get(list) == simdjson::SUCCESS) {
            for (auto const child : list) {
                if (is_container(child)) waiting_.push_back(child);
            }
            continue;
        }
        simdjson::dom::object object;
        if (element.get(object) != simdjson::SUCCESS) continue;
        if (auto const unique = check_object(object); !unique) return unique;
    }
    return {};
}

Result<void> JsonReader::check_object(simdjson::dom::object object) {
    std::array<std::string_view, few> names;
    std::size_t count = 0;
    // Most objects never compare two names: these few bits of each already differ.
    std::uint64_t marks = 0;
    for (auto const [name, value] : object) {
        if (is_container(value)) waiting_.push_back(value);
        if (count++ >= few) continue;
        auto const mark =
            1ULL << ((name.empty() ? 0U : static_cast<unsigned char>(name.back()) + 7U * name.size()) & 63U);
        auto const seen = std::span{names}.first(count - 1);
        if ((marks & mark) != 0 && std::ranges::find(seen, name) != seen.end()) return twice(name);
        marks |= mark;
        names[count - 1] = name;
    }
    if (count <= few) return {};
    many_names_.clear();
    for (auto const member : object) many_names_.push_back(member.key);
    auto const duplicate = unique_names_.duplicate(many_names_);
    return duplicate ? Result<void>{twice(*duplicate)} : Result<void>{};
}

}  // namespace signalbox::wire
