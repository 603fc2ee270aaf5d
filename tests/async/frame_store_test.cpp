#include "async/frame_store.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <thread>
#include <vector>

namespace signalbox {
namespace {

#ifndef __has_feature
#define __has_feature(name) 0
#endif

#if !defined(__SANITIZE_ADDRESS__) && !__has_feature(address_sanitizer)
TEST(FrameStore, GivesTheLastFrameOfAboutThatSizeAgain) {
    auto* const frame = FrameStore::take(200);
    FrameStore::give(frame, 200);

    auto* const again = FrameStore::take(194);  // sizes go in steps of 16

    EXPECT_EQ(again, frame);
    FrameStore::give(again, 194);
}

TEST(FrameStore, KeepsEachThreadsFramesApart) {
    auto* const frame = FrameStore::take(1000);
    FrameStore::give(frame, 1000);

    void* other = nullptr;
    std::thread{[&other] {
        other = FrameStore::take(1000);
        FrameStore::give(other, 1000);
    }}.join();

    EXPECT_NE(other, frame);
}
#endif

TEST(FrameStore, GivesBlocksThatDoNotOverlapWhateverTheirSizes) {
    std::vector<std::pair<char*, std::size_t>> frames;
    for (int round = 0; round < 2; ++round) {
        for (std::size_t size = 1; size < 6000; size += 37) {
            auto* const frame = static_cast<char*>(FrameStore::take(size));
            std::memset(frame, static_cast<int>(size % 251), size);
            frames.emplace_back(frame, size);
        }
        for (auto const& [frame, size] : frames) {
            ASSERT_EQ(frame[0], static_cast<char>(size % 251));
            ASSERT_EQ(frame[size - 1], static_cast<char>(size % 251));
        }
        for (auto const& [frame, size] : frames) FrameStore::give(frame, size);
        frames.clear();
    }
}

}  // namespace
}  // namespace signalbox
