#include "telemetry/tracer.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>

namespace signalbox::telemetry {

namespace {

constexpr std::size_t id_size = 32;

// By its last 64 bits, so that whoever samples by the id with the same share says the same.
bool falls_into(std::string_view trace, double share) {
    std::uint64_t bits = 0;
    std::from_chars(trace.data() + 16, trace.data() + id_size, bits, 16);
    return static_cast<double>(bits) < share * static_cast<double>(std::numeric_limits<std::uint64_t>::max());
}

}  // namespace

TraceSpan Tracer::begin(std::optional<wire::TraceParent> const& parent, std::string_view request_id,
                        std::uint64_t fresh) const {
    auto const trace = parent ? parent->trace : request_id;
    if (trace.size() != id_size) return {};
    if (parent ? !parent->sampled : !falls_into(trace, share_)) return {};
    TraceSpan span{.id = std::max<std::uint64_t>(fresh, 1), .parent = parent ? parent->span : 0};
    std::ranges::copy(trace, span.trace.begin());
    return span;
}

void Tracer::ended(std::vector<Span> spans) {
    std::lock_guard const lock{mutex_};
    if (waiting_.size() + spans.size() > most_) {
        dropped.add(std::ssize(spans));
        return;
    }
    std::ranges::move(spans, std::back_inserter(waiting_));
}

std::vector<Span> Tracer::take(std::size_t count) {
    std::vector<Span> taken;
    std::lock_guard const lock{mutex_};
    auto const end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(count, waiting_.size()));
    std::ranges::move(waiting_.begin(), end, std::back_inserter(taken));
    waiting_.erase(waiting_.begin(), end);
    return taken;
}

}  // namespace signalbox::telemetry
