#include "storage/bad_disk.hpp"

#include "storage/store_fixture.hpp"

namespace signalbox::storage {
namespace {

class BadDiskTest : public RecordStoreTest, public ::testing::WithParamInterface<int> {
protected:
    void await_failure() const {
        while (store->counts().failed_commits == 0) std::this_thread::yield();
    }
    // One record is on the disk, which has just refused another.
    void refuse_the_second() {
        open();
        keep(run(1));
        disk.fail_with(GetParam());
        store->ended(run(2));
        await_failure();
    }

    BadDisk disk;
};

TEST_P(BadDiskTest, LosesNothingThatItRefusedForAWhile) {
    refuse_the_second();
    store->ended(run(3));

    disk.recover();
    store->settle();

    EXPECT_EQ(sums().runs, 3);
    EXPECT_EQ(store->counts().written, 3U);
    EXPECT_EQ(store->counts().dropped, 0U);
    EXPECT_NE(said.find("records not written"), string::npos) << said;
}

TEST_P(BadDiskTest, StillShowsWhatItTookBefore) {
    refuse_the_second();

    EXPECT_EQ(find().records.size(), 1U);
}

TEST_P(BadDiskTest, KeepsNoMoreThanTheQueueHolds) {
    open({.max_queue = 2});
    disk.fail_with(GetParam());
    for (std::uint64_t i = 1; i <= 9; ++i) store->ended(run(i));
    await_failure();

    disk.recover();
    store->settle();

    EXPECT_EQ(store->counts().written + store->counts().dropped, 9U);
    EXPECT_LE(store->counts().written, 4U);  // two that were being written, two that waited
    EXPECT_EQ(sums().runs, static_cast<std::int64_t>(store->counts().written));
}

INSTANTIATE_TEST_SUITE_P(FullAndBroken, BadDiskTest, ::testing::Values(ENOSPC, EIO));

class HangingDiskTest : public RecordStoreTest {
protected:
    BadDisk disk;
};

TEST_F(HangingDiskTest, KeepsNobodyWaitingWhileItHangs) {
    open();
    disk.hang();
    store->ended(run(1));
    while (BadDisk::hanging() == 0) std::this_thread::yield();

    store->ended(run(2));  // returns, or this test never ends

    EXPECT_EQ(store->counts().waiting, 1U);
    disk.recover();
    store->settle();
    EXPECT_EQ(sums().runs, 2);
}

}  // namespace
}  // namespace signalbox::storage
