#pragma once

#include "pipeline/model_view.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace signalbox::server {

// The views of keys that may use only some models, each made once for a snapshot. Threads: one loop.
class ModelViews {
public:
    // `all` itself when `models` is empty.
    [[nodiscard]] std::shared_ptr<Snapshot const> const& of(std::shared_ptr<Snapshot const> const& all,
                                                            std::vector<std::string> const& models) {
        if (models.empty()) return all;
        if (all != all_) {
            all_ = all;
            views_.clear();
        }
        auto& view = views_[models];
        if (view == nullptr) view = view_of_models(*all, models);
        return view;
    }
    // When lists of models come and go without the snapshot.
    void clear() { views_.clear(); }

private:
    std::shared_ptr<Snapshot const> all_;
    std::map<std::vector<std::string>, std::shared_ptr<Snapshot const>> views_;
};

}  // namespace signalbox::server
