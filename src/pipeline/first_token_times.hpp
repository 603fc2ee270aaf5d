#pragma once

#include "core/time.hpp"

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace signalbox {

// How long each model takes to its first token, as races have seen it: 40 buckets, each a fifth wider
// than the one before. Old times count less and less: at a thousand all counts are halved.
// A call that was given up before its first token counts with the time it had.
// Threads: safe from all loops; a mutex, which only runs with a race take.
class FirstTokenTimes {
public:
    static constexpr std::uint32_t enough = 20;  // samples, before a percentile means anything

    void observe(std::string_view model, Duration took);
    // The time that 95 of 100 calls stay below, rounded up to a bucket; nothing before there are enough.
    [[nodiscard]] std::optional<Duration> p95(std::string_view model) const;

private:
    struct Histogram {
        std::array<std::uint32_t, 40> counts{};
        std::uint32_t total = 0;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Histogram, Hash, std::equal_to<>> models_;
};

}  // namespace signalbox
