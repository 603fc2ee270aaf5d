#include "core/trace_span.hpp"

namespace signalbox {

namespace {

constexpr std::uint64_t routing_salt = 0x100;
constexpr std::uint64_t validation_salt = 0x200;

// The finalizer of SplitMix64: every bit of the input reaches every bit of the result.
std::uint64_t mixed(std::uint64_t bits) {
    bits += 0x9e3779b97f4a7c15;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

std::uint64_t derived(TraceSpan const& run, std::uint64_t salt, int nth) {
    auto const place = (salt << 32U) | static_cast<std::uint32_t>(nth);
    auto const id = mixed(run.id ^ mixed(place));
    return id == 0 ? 1 : id;
}

}  // namespace

std::uint64_t call_span(TraceSpan const& run, CallKind kind, int nth) {
    return derived(run, static_cast<std::uint64_t>(kind), nth);
}

std::uint64_t routing_span(TraceSpan const& run) { return derived(run, routing_salt, 0); }

std::uint64_t validation_span(TraceSpan const& run, int nth) { return derived(run, validation_salt, nth); }

std::string span_text(std::uint64_t id) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (auto place = text.size(); place-- > 0; id >>= 4U) text[place] = digits[id & 0xfU];
    return text;
}

std::string parent_line(TraceSpan const& run, std::uint64_t id) {
    std::string line{"traceparent: 00-"};
    return line.append(run.trace_id()).append("-").append(span_text(id)).append("-01\r\n");
}

}  // namespace signalbox
