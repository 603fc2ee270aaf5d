#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace signalbox::wire {

// Appends `text` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD: the output is
// always valid. U+2028 and U+2029 are escaped.
void append_json_string(std::string& out, std::string_view text);

// Writes JSON by appending to a string, commas included. Misuse is a bug, not an error.
//   JsonWriter json{out}; json.begin_object(); json.member("a", 1); json.key("b"); json.begin_array(); ...
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_{out} {}

    void begin_object();
    void end_object();
    void begin_array();
    void end_array();
    void key(std::string_view name);

    void value(std::string_view text);
    void value(char const* text) { value(std::string_view{text}); }
    void value(bool truth);
    void value(double number);  // shortest form that reads back; NaN and infinity become null
    void value(std::integral auto number)
        requires(!std::same_as<decltype(number), bool>)
    {
        if constexpr (std::is_unsigned_v<decltype(number)>) {
            integer(static_cast<std::uint64_t>(number));
        } else {
            integer(static_cast<std::int64_t>(number));
        }
    }
    void null();
    void raw(std::string_view json);  // already JSON

    template <class T>
    void member(std::string_view name, T const& held) {
        key(name);
        value(held);
    }

private:
    void integer(std::int64_t number);
    void integer(std::uint64_t number);
    void comma() {
        if (!first_) out_.push_back(',');
        first_ = false;
    }
    std::string& out_;
    bool first_ = true;  // nothing to put a comma behind
};

}  // namespace signalbox::wire
