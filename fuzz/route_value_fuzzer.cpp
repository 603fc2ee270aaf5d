// Values of remembered routes, with their seals and without, so that the reading behind them is reached too: a sane
// value or none.
#include "routing/route_value.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace signalbox;

constexpr KeyedHash::Key secret{1, 2};
constexpr ValuePlace place{.key = {3, 4}, .epoch = 5};

void check_plan(std::shared_ptr<RoutingPlan> const& plan) {
    if (!plan) return;
    if (plan->epoch != place.epoch) std::abort();
    for (auto const& candidate : plan->candidates) {
        if (!std::isfinite(candidate.utility)) std::abort();
    }
    auto const again = seal_plan(*plan, place, secret);
    if (again && !open_plan(*again, place, secret)) std::abort();
}

void check_analysis(std::optional<AnalysisResult> const& analysis) {
    if (!analysis) return;
    if (analysis->complexity < 1 || analysis->complexity > 10 || !(analysis->need >= 0 && analysis->need <= 1)) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    check_plan(open_plan(bytes, place, secret));
    check_plan(plan_from(bytes, place.epoch));
    check_analysis(open_analysis(bytes, place, secret));
    check_analysis(analysis_from(bytes));
    return 0;
}
