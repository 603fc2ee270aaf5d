#include "evaluation/groups.hpp"

#include "evaluation/mean.hpp"
#include "evaluation/recovery.hpp"
#include "evaluation/resample.hpp"

#include <map>

namespace signalbox::evaluation {

namespace {

struct Group {
    Outcomes outcomes;
    std::vector<double> need;
};

}  // namespace

std::vector<GroupFigures> group_figures(Outcomes const& outcomes, std::span<double const> need,
                                        std::span<std::string const> names) {
    std::map<std::string, Group> groups;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        auto& group = groups[names[i]];
        group.outcomes.weak.push_back(outcomes.weak[i]);
        group.outcomes.strong.push_back(outcomes.strong[i]);
        group.need.push_back(need[i]);
    }
    std::vector<GroupFigures> figures;
    for (auto const& [name, group] : groups) {
        auto const& made = group.outcomes;
        auto const found = recovery(Ranking{group.need}, made, each_once(made.size()));
        figures.push_back({name, made.size(), mean(made.weak), mean(made.strong), mean(group.need),
                           found ? std::optional{found->apgr} : std::nullopt});
    }
    return figures;
}

}  // namespace signalbox::evaluation
