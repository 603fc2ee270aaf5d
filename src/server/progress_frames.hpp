#pragma once

#include "pipeline/events.hpp"
#include "pipeline/narrator.hpp"

#include <string>
#include <string_view>

namespace signalbox::server {

// Writes the events of one run as SSE frames named `progress`, numbered from 1 without gaps.
class ProgressFrames {
public:
    // `run_id` may be empty: frames then have no id. It has no line breaks: it is made here.
    ProgressFrames(std::string run_id, bool emoji) : run_id_{std::move(run_id)}, narrator_{emoji} {}

    // Appends the frame of one event; nothing for facts that people are not told.
    void append(std::string& out, Event const& event);

private:
    std::string run_id_;
    Narrator narrator_;
    std::string id_;  // reused, as is data_: a token costs no allocation
    std::string data_;
    long long count_ = 0;
};

}  // namespace signalbox::server
