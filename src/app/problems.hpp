#pragma once

#include "app/yaml_document.hpp"
#include "core/error.hpp"

#include <string>
#include <vector>

namespace signalbox::app {

// Collects what is wrong with one file, so that its author sees all of it at once.
class Problems {
public:
    explicit Problems(std::string file) : file_{std::move(file)} {}

    void add(Problem problem);
    // Takes no more: nobody reads so many.
    [[nodiscard]] bool full() const { return problems_.size() >= most_kept; }
    [[nodiscard]] bool none() const { return problems_.empty(); }
    // One line each, in the order of the file: "signalbox.yaml:14:12: models[0].price: ...".
    // Of more than 20 the rest is only counted.
    [[nodiscard]] Error error() const;

private:
    static constexpr std::size_t most_kept = 1'000;
    std::string file_;
    std::vector<Problem> problems_;  // in the order of their places
};

}  // namespace signalbox::app
