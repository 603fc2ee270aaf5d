#include "server/query_parameters.hpp"

#include <algorithm>
#include <charconv>

namespace signalbox::server {

namespace {

bool decode(std::string_view text, std::string& out) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i] == '+' ? ' ' : text[i]);
            continue;
        }
        unsigned char byte = 0;
        auto const digits = text.substr(i + 1, 2);
        auto const* const end = digits.data() + digits.size();
        auto const [stop, error] = std::from_chars(digits.data(), end, byte, 16);
        if (digits.size() != 2 || error != std::errc{} || stop != end) return false;
        out.push_back(static_cast<char>(byte));
        i += 2;
    }
    return true;
}

}  // namespace

Result<QueryParameters> read_query_parameters(std::string_view query) {
    QueryParameters read;
    while (!query.empty()) {
        auto const parameter = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), parameter.size() + 1));
        if (parameter.empty()) continue;
        auto const equals = std::min(parameter.find('='), parameter.size());
        std::string name{parameter.substr(0, equals)};
        std::string value;
        if (!decode(parameter.substr(std::min(equals + 1, parameter.size())), value)) {
            return fail(Errc::invalid_value, "a % must stand before two hexadecimal digits", name);
        }
        if (std::ranges::count(read, name, &QueryParameters::value_type::first) > 0) {
            return fail(Errc::invalid_value, "may be given once", name);
        }
        read.emplace_back(std::move(name), std::move(value));
    }
    return read;
}

}  // namespace signalbox::server
