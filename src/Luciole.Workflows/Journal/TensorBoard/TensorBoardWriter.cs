using System.Buffers.Binary;
using System.Globalization;

namespace Luciole.Workflows.Journal.TensorBoard;

/// <summary>
/// One event file in a folder that TensorBoard shows. Records are only ever added, framed as TFRecords: length, masked CRC-32C of the
/// length, data, masked CRC-32C of the data. A training that goes on begins another file; TensorBoard reads those of a folder in the
/// order of their names, which begin with the time.
/// </summary>
internal sealed class TensorBoardWriter : IDisposable
{
    private static readonly TimeSpan s_flushInterval = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _clock;
    private readonly FileStream _file;
    private long _flushed;

    /// <summary>Begins a file.</summary>
    /// <param name="folder">The folder; it is made when missing.</param>
    /// <param name="firstStep">The first step that will be written; what other files of the folder hold from there on is superseded.</param>
    /// <param name="clock">Tells the time.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public TensorBoardWriter(string folder, long firstStep, TimeProvider clock)
    {
        _clock = clock;
        Directory.CreateDirectory(folder);
        _file = Create(folder, clock.GetUtcNow());
        try
        {
            Write(EventMessage.Begin(Now));
            Write(EventMessage.Start(Now, firstStep));
            Flush();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The file's path.</summary>
    public string Path => _file.Name;

    /// <summary>Adds numbers of one step. Those that are not finite are left out, since a chart has no place for them.</summary>
    public void Scalars(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        var finite = values.Where(v => double.IsFinite(v.Value)).ToList();
        if (finite.Count > 0)
            Write(EventMessage.Scalars(Now, step, finite));
        if (_clock.GetElapsedTime(_flushed) >= s_flushInterval)
            Flush();
    }

    /// <summary>Gives what was added to the system, where readers see it.</summary>
    public void Flush()
    {
        _file.Flush();
        _flushed = _clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private double Now => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    // Two files of one second and one process differ in the last number, in the order they were begun.
    private static FileStream Create(string folder, DateTimeOffset now)
    {
        for (var number = 0; ; number++)
        {
            var name = string.Create(
                CultureInfo.InvariantCulture, $"events.out.tfevents.{now.ToUnixTimeSeconds():D10}.{Environment.MachineName}.{Environment.ProcessId}.{number}");
            var path = System.IO.Path.Combine(folder, name);
            if (!File.Exists(path))
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
    }

    private void Write(byte[] data)
    {
        var record = new byte[sizeof(ulong) + sizeof(uint) + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), Crc32C.Masked(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record, sizeof(ulong) + sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - sizeof(uint)), Crc32C.Masked(data));
        _file.Write(record);
    }
}
