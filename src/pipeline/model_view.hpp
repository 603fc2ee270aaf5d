#pragma once

#include "pipeline/snapshot.hpp"

#include <memory>
#include <string>
#include <vector>

namespace signalbox {

// The snapshot as somebody sees it who may use only some of its models: routing, judging and every
// other stage know no others then, and its plans are not those of the whole.
// `names`: ids, aliases or upstream names; those that no model has mean nothing. What models have lived
// through is shared with `all`.
[[nodiscard]] std::shared_ptr<Snapshot const> view_of_models(Snapshot const& all,
                                                             std::vector<std::string> const& names);

}  // namespace signalbox
