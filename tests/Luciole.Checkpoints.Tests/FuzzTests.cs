namespace Luciole.Checkpoints.Tests;

/// <summary>Damaged files: each is read or refused with an InputException, with bounded memory. The damage is the same in every run.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Rounds = 600;
    private const long MemoryPerFile = 16 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Flipped_bytes_and_cuts_never_crash(bool alwaysZip64)
    {
        CheckpointWriter.Write(_folder.File("good.pth"), Content(), new CheckpointWriterOptions { ConfigurationAsCfgNode = true, AlwaysZip64 = alwaysZip64 });
        Damage(File.ReadAllBytes(_folder.File("good.pth")), seed: 5);
    }

    [Fact]
    public void Pickles_with_wrong_bytes_and_right_checksums_never_crash()
    {
        // The checksum would catch damage to the pickle: here it is damaged first and archived afterwards.
        using var pickle = new MemoryStream();
        new Pickler(pickle, new StorageKeys()).Write(Content(), configurationAsCfgNode: true);
        var good = pickle.ToArray();
        var random = new Random(6);
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var bad = Change(good, random);
            using (var file = new FileStream(_folder.File("bad.pth"), FileMode.Create, FileAccess.ReadWrite))
            using (var zip = new ZipWriter(file))
            {
                zip.WriteRecord("a/data.pkl", bad.Length, s => s.Write(bad));
                zip.WriteRecord("a/data/0", 24, s => s.Write(new byte[24]));
                zip.WriteRecord("a/data/1", 8, s => s.Write(new byte[8]));
                zip.Finish();
            }

            refused += Open(_folder.File("bad.pth"), round) ? 0 : 1;
        }

        Assert.InRange(refused, Rounds / 4, Rounds - 1);
    }

    [Fact]
    public void Damaged_checkpoints_of_the_reference_never_crash()
    {
        var random = new Random(7);
        var files = Directory.GetFiles(Golden.Topic("pth"), "*.pth").Order(StringComparer.Ordinal).Where(f => new FileInfo(f).Length > 0).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var good = File.ReadAllBytes(file);
            for (var round = 0; round < 20; round++)
            {
                File.WriteAllBytes(_folder.File("bad.pth"), Change(good, random));
                Open(_folder.File("bad.pth"), round);
            }
        }
    }

    private static PickleDict Content()
    {
        var w = CheckpointTensor.FromFloats([1, 2, 3, 4, 5, 6], 2, 3);
        return new PickleDict
        {
            { "model", new PickleDict(PickleDict.OrderedDict) { { "w", w }, { "wt", new CheckpointTensor(w.Storage, ElementType.Float32, [3, 2], [1, 3], 0) }, { "n", CheckpointTensor.FromMemory(ElementType.Int64, [], new byte[8]) } } },
            { "cfg", new PickleDict { { "A", new PickleDict { { "B", new PickleList([1, 2.5, true, PickleNone.Instance]) } } } } },
            { "bytes", new PickleBytes(new byte[] { 1, 200 }) }, { "set", new PickleSet() }, { "epoch", "best" },
            { "device", new PickleObject(new PickleGlobal("torch", "device"), "cpu") },
        };
    }

    private static byte[] Change(byte[] good, Random random)
    {
        var bad = good.ToArray();
        switch (random.Next(4))
        {
            case 0:
                return bad[..random.Next(bad.Length)];
            case 1:
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
                return bad;
            case 2:
                for (var i = 0; i < 4; i++)
                    bad[random.Next(bad.Length)] = (byte)random.Next(256);
                return bad;
            default:
                // A piece of the file over another piece: valid opcodes in wrong places.
                var length = random.Next(1, Math.Min(64, bad.Length));
                Array.Copy(good, random.Next(good.Length - length + 1), bad, random.Next(good.Length - length + 1), length);
                return bad;
        }
    }

    private void Damage(byte[] good, int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            File.WriteAllBytes(_folder.File("bad.pth"), Change(good, random));
            Open(_folder.File("bad.pth"), round);
        }
    }

    /// <summary>Opens a file and reads all of it; true when that went well, false when it was refused.</summary>
    private static bool Open(string path, int round)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            PyTorchCheckpoint.LooksLike(path);
            using var checkpoint = PyTorchCheckpoint.Open(path);
            _ = checkpoint.Root.ToString();
            _ = checkpoint.HasModel ? CheckpointSummary.Of(checkpoint, withStatistics: true).ToJson() : string.Empty;
            return true;
        }
        catch (InputException error)
        {
            Assert.DoesNotContain("\n", error.Message);
            return false;
        }
        finally
        {
            var used = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(used < MemoryPerFile, $"round {round}: {used} bytes allocated");
        }
    }
}
