#include "telemetry/exposition.hpp"

#include <array>
#include <charconv>

namespace signalbox::telemetry {

namespace {

void append_escaped(std::string& out, std::string_view text) {
    for (char const c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(c);
    }
}

template <class Number>
void append_number(std::string& out, Number number) {
    std::array<char, 32> text{};
    auto const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(text.data(), end);
}

double shown(Duration duration) { return std::chrono::duration<double>(duration).count(); }
std::int64_t shown(std::int64_t number) { return number; }

}  // namespace

void Exposition::family(std::string_view name, std::string_view kind, std::string_view help) {
    name_ = name;
    out_.append("# HELP ").append(name).append(" ").append(help);
    out_.append("\n# TYPE ").append(name).append(" ").append(kind).append("\n");
}

void Exposition::begin(std::string_view suffix, Labels labels, std::string_view bound) {
    out_.append(name_).append(suffix);
    char separator = '{';
    for (auto const& [label, value] : labels) {
        out_.push_back(separator);
        out_.append(label).append("=\"");
        append_escaped(out_, value);
        out_.push_back('"');
        separator = ',';
    }
    if (!bound.empty()) {
        out_.push_back(separator);
        out_.append("le=\"").append(bound).append("\"");
        separator = ',';
    }
    if (separator == ',') out_.push_back('}');
    out_.push_back(' ');
}

void Exposition::sample(Labels labels, std::int64_t value) {
    begin({}, labels);
    append_number(out_, value);
    out_.push_back('\n');
}

void Exposition::sample(Labels labels, double value) {
    begin({}, labels);
    append_number(out_, value);
    out_.push_back('\n');
}

template <class Value>
void Exposition::buckets(Labels labels, BasicHistogram<Value> const& histogram) {
    auto const sum = histogram.sum();
    auto const bounds = histogram.bounds();
    std::int64_t below = 0;
    std::string bound;
    for (std::size_t place = 0; place <= bounds.size(); ++place) {
        below += histogram.count(place);
        bound.clear();
        if (place < bounds.size()) append_number(bound, shown(bounds[place]));
        begin("_bucket", labels, bound.empty() ? "+Inf" : std::string_view{bound});
        append_number(out_, below);
        out_.push_back('\n');
    }
    begin("_sum", labels);
    append_number(out_, shown(sum));
    out_.push_back('\n');
    begin("_count", labels);
    append_number(out_, below);
    out_.push_back('\n');
}

void Exposition::histogram(Labels labels, Histogram const& histogram) { buckets(labels, histogram); }

void Exposition::histogram(Labels labels, CountHistogram const& histogram) { buckets(labels, histogram); }

}  // namespace signalbox::telemetry
