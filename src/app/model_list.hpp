#pragma once

#include "app/config.hpp"
#include "core/listed_model.hpp"
#include "routing/list_guard.hpp"

#include <span>
#include <string>
#include <vector>

namespace signalbox::app {

// What a new list brought.
struct ListUpdate {
    bool changed = false;              // some fact counts now that did not
    std::vector<HeldFact> newly_held;  // held back, and not told before
    Result<void> kept;                 // whether the copy on disk is good
};

// One provider's model list: what counts of it, and its copy on disk. The copy has what counts and not what was
// offered, so that a restart believes no more than the server before it.
class ModelList {
public:
    // `copy`: the file; empty for none.
    explicit ModelList(std::string copy) : copy_{std::move(copy)} {}

    // Begins with the copy, if there is one. Errors: the copy is broken; it is then as good as absent.
    [[nodiscard]] Result<void> open();
    // Errors: provider_protocol for a list that cannot be believed at all; nothing has changed then.
    [[nodiscard]] Result<ListUpdate> take(std::vector<ListedModel> offered);

    [[nodiscard]] std::span<ListedModel const> models() const { return models_; }
    [[nodiscard]] std::span<HeldFact const> held() const { return held_; }

private:
    std::string copy_;
    std::vector<ListedModel> models_;
    std::vector<HeldFact> held_;
    bool copied_ = false;  // the file has `models_`
};

// Adds to `config` what the copies on disk say, for a command that does not wait for lists. A broken copy is as good
// as absent.
void add_kept_lists(Config& config);

}  // namespace signalbox::app
