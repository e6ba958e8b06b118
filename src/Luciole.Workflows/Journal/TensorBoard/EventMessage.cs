namespace Luciole.Workflows.Journal.TensorBoard;

/// <summary>The events that TensorBoard reads: messages of the type <c>tensorflow.Event</c> (event.proto, summary.proto).</summary>
internal static class EventMessage
{
    private const string FileVersion = "brain.Event:2";
    private const int WallTime = 1;
    private const int Step = 2;
    private const int Version = 3;
    private const int Summary = 5;
    private const int SessionLog = 7;
    private const int SummaryValue = 1;
    private const int ValueTag = 1;
    private const int ValueSimple = 2;
    private const int SessionStatus = 1;
    private const int SessionStart = 1;

    /// <summary>The first event of every file.</summary>
    public static byte[] Begin(double wallTime) => At(wallTime).Text(Version, FileVersion).ToArray();

    /// <summary>
    /// Training begins at <paramref name="step"/>. In a folder that has such an event already, it is a restart: what was written for
    /// this step and later ones counts no more.
    /// </summary>
    public static byte[] Start(double wallTime, long step) =>
        At(wallTime).Integer(Step, step).Message(SessionLog, new ProtobufMessage().Integer(SessionStatus, SessionStart)).ToArray();

    /// <summary>Numbers of one step, each under its own tag.</summary>
    public static byte[] Scalars(double wallTime, long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        var summary = new ProtobufMessage();
        foreach (var (tag, value) in values)
            summary.Message(SummaryValue, new ProtobufMessage().Text(ValueTag, tag).Single(ValueSimple, (float)value));
        return At(wallTime).Integer(Step, step).Message(Summary, summary).ToArray();
    }

    private static ProtobufMessage At(double wallTime) => new ProtobufMessage().Double(WallTime, wallTime);
}
