#pragma once

#include "learning/lessons.hpp"

namespace signalbox {

// Whether they teach the same.
inline bool same(Lessons const& a, Lessons const& b) {
    auto const version = [](Lessons const& lessons) { return lessons.weights ? lessons.weights->version() : 0; };
    return a.number == b.number && a.base == b.base && a.at == b.at && a.by_category == b.by_category &&
           a.models == b.models && version(a) == version(b);
}

}  // namespace signalbox
