#include "evaluation/contender_samples.hpp"

#include "evaluation/operating_point.hpp"

namespace signalbox::evaluation {

namespace {

std::optional<double> part(std::optional<Recovery> const& recovery, double Recovery::* member) {
    return recovery ? std::optional{*recovery.*member} : std::nullopt;
}

Figure average(Samples const& samples) { return {samples.mean(), samples.interval()}; }

}  // namespace

Measured measure(Ranking const& ranking, Outcomes const& outcomes, Counts counts, double target) {
    auto const point = cheapest_reaching(target, ranking, outcomes, counts);
    return {recovery(ranking, outcomes, counts), point.share, point.cost};
}

void ContenderSamples::add(Measured const& measured) {
    apgr_.add(part(measured.recovery, &Recovery::apgr));
    cpt50_.add(part(measured.recovery, &Recovery::cpt50));
    cpt80_.add(part(measured.recovery, &Recovery::cpt80));
    share_.add(measured.share);
    cost_.add(measured.cost);
}

ContenderFigures ContenderSamples::around(Measured const& measured) const {
    return {{part(measured.recovery, &Recovery::apgr), apgr_.interval()},
            {part(measured.recovery, &Recovery::cpt50), cpt50_.interval()},
            {part(measured.recovery, &Recovery::cpt80), cpt80_.interval()},
            {measured.share, share_.interval()},
            {measured.cost, cost_.interval()}};
}

ContenderFigures ContenderSamples::on_average() const {
    return {average(apgr_), average(cpt50_), average(cpt80_), average(share_), average(cost_)};
}

}  // namespace signalbox::evaluation
