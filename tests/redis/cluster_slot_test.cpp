#include "redis/cluster_slot.hpp"

#include <gtest/gtest.h>

namespace signalbox::redis {

TEST(ClusterSlot, HasTheChecksumOfTheSpecification) { EXPECT_EQ(crc16("123456789"), 0x31C3); }

TEST(ClusterSlot, IsTheOneThatRedisItselfGives) {
    EXPECT_EQ(cluster_slot("foo"), 12182);
    EXPECT_EQ(cluster_slot(""), 0);
}

TEST(ClusterSlot, IsOfTheTagWhenThereIsOne) {
    EXPECT_EQ(cluster_slot("{foo}.log"), cluster_slot("foo"));
    EXPECT_EQ(cluster_slot("a{foo}{bar}"), cluster_slot("foo"));
}

TEST(ClusterSlot, IsOfTheWholeKeyWhenTheTagIsEmptyOrOpen) {
    EXPECT_EQ(cluster_slot("foo{}{bar}"), crc16("foo{}{bar}") % cluster_slots);
    EXPECT_EQ(cluster_slot("foo{bar"), crc16("foo{bar") % cluster_slots);
}

}  // namespace signalbox::redis
