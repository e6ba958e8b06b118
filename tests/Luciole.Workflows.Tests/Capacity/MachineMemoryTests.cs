using Luciole.Workflows.Capacity;

namespace Luciole.Workflows.Tests.Capacity;

public sealed class MachineMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MachineMemoryTests()
    {
        Write("proc/meminfo", "MemTotal:       16000 kB\nMemFree:        1000 kB\nMemAvailable:   8000 kB\n");
    }

    public void Dispose() => _folder.Dispose();

    private long? Available => MachineMemory.Available(_folder.FullName);

    [Fact]
    public void Without_limits_it_is_what_the_machine_has_available() => Assert.Equal(8000 * 1024, Available);

    [Fact]
    public void Nothing_is_known_where_nothing_tells()
    {
        File.Delete(_folder.File("proc/meminfo"));
        Assert.Null(Available);
    }

    [Fact]
    public void A_group_of_version_2_leaves_what_it_does_not_use_and_what_it_only_caches()
    {
        Write("proc/self/cgroup", "0::/batch/job\n");
        Write("sys/fs/cgroup/batch/job/memory.max", "5000000\n");
        Write("sys/fs/cgroup/batch/job/memory.current", "3000000\n");
        Write("sys/fs/cgroup/batch/job/memory.stat", "anon 2000000\ninactive_file 400000\nactive_file 500000\n");
        Assert.Equal(2_400_000, Available);
    }

    [Fact]
    public void The_narrowest_of_the_groups_around_counts()
    {
        Write("proc/self/cgroup", "0::/batch/job/step\n");
        Write("sys/fs/cgroup/batch/job/step/memory.max", "max\n");
        Write("sys/fs/cgroup/batch/job/step/memory.current", "10\n");
        Write("sys/fs/cgroup/batch/job/memory.max", "900000\n");
        Write("sys/fs/cgroup/batch/job/memory.current", "100000\n");
        Write("sys/fs/cgroup/batch/memory.max", "7000000\n");
        Write("sys/fs/cgroup/batch/memory.current", "0\n");
        Assert.Equal(800_000, Available);
    }

    [Fact]
    public void A_container_sees_its_own_group_at_the_root()
    {
        Write("proc/self/cgroup", "0::/../../somewhere/else\n");
        Write("sys/fs/cgroup/memory.max", "1000000\n");
        Write("sys/fs/cgroup/memory.current", "250000\n");
        Assert.Equal(750_000, Available);
    }

    [Fact]
    public void A_group_of_version_1_is_known_too()
    {
        Write("proc/self/cgroup", "7:blkio:/x\n4:cpu,memory:/docker/ab12\n0::/\n");
        Write("sys/fs/cgroup/memory/docker/ab12/memory.limit_in_bytes", "6000000\n");
        Write("sys/fs/cgroup/memory/docker/ab12/memory.usage_in_bytes", "5000000\n");
        Write("sys/fs/cgroup/memory/docker/ab12/memory.stat", "inactive_file 1\ntotal_inactive_file 200000\n");
        Assert.Equal(1_200_000, Available);
    }

    [Theory]
    [InlineData("9223372036854771712")]
    [InlineData("max")]
    [InlineData("")]
    [InlineData("a lot")]
    public void No_limit_or_nonsense_leaves_the_machine_s_memory(string limit)
    {
        Write("proc/self/cgroup", "4:memory:/a\nnonsense\n");
        Write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", limit + "\n");
        Write("sys/fs/cgroup/memory/a/memory.usage_in_bytes", "5000000\n");
        Assert.Equal(8000 * 1024, Available);
    }

    [Fact]
    public void A_full_group_leaves_nothing()
    {
        Write("proc/self/cgroup", "0::/a\n");
        Write("sys/fs/cgroup/a/memory.max", "100\n");
        Write("sys/fs/cgroup/a/memory.current", "200\n");
        Assert.Equal(0, Available);
    }

    [Fact]
    public void This_machine_tells()
    {
        Assert.SkipUnless(File.Exists("/proc/meminfo"), "There is no /proc/meminfo here.");
        Assert.InRange(MachineMemory.Available()!.Value, 1, 1L << 50);
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(path))!);
        File.WriteAllText(_folder.File(path), text);
    }
}
