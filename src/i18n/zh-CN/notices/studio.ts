// The page, its files and what the browser stores.

import type { studio as english } from '../../en/notices/studio';
import { shell } from '../shell';

export const studio = {
  project_in_use: { title: '已在另一个标签页打开', message: shell.inUse, remedy: '到那个标签页继续，或先将它关闭。' },
  asset_missing: { title: '页面文件缺失', message: '页面自身的文件 {path} 无法载入。', remedy: '刷新页面；若仍如此，说明部署不完整。' },
  asset_differs: {
    title: '页面文件的版本不符',
    message: '页面自身的文件 {path} 不属于这个版本的工作室。',
    remedy: '刷新页面；若仍如此，说明部署时没有发布完整的构建。',
  },
  asset_unreachable: {
    title: '工作室的服务器没有应答',
    message: '提供此页面的服务器没有送来 {path}。',
    remedy: '重新启动它（npm start）或恢复网络，然后再试一次。',
  },
  quota: { title: '空间不足', message: '浏览器给本站的空间已用完。', remedy: '删去一些项目、训练或模型，或清理磁盘，然后重试。' },
  closed_database: { title: '数据库被关闭', message: '数据库被关闭了：另一个标签页升级了它，或浏览器清除了它。', remedy: '请刷新页面。' },
  file_in_use: { title: '文件被占用', message: '另一个标签页正在写入同一个文件。', remedy: '关闭其他 ToolTune 标签页，再试。' },
  no_file_system: {
    title: '没有私有文件系统',
    message: '此浏览器不给页面私有文件系统。',
    remedy: '请在较新浏览器的普通窗口中，用 http://localhost 或 https 打开。',
  },
  newer_database: {
    title: '数据来自更新的版本',
    message: '本浏览器中的项目由更新版本的 ToolTune 保存。',
    remedy: '刷新页面以使用新版本；当前版本不会改动任何内容。',
  },
  database_unavailable: {
    title: '数据库无法打开',
    message: '浏览器拒绝打开数据库。',
    remedy: '无痕窗口或磁盘已满会这样。清理空间或改用普通窗口，然后刷新。',
  },
  old_tab_open: {
    title: '旧版本标签页仍开着',
    message: '另一个标签页里的旧版 ToolTune 占用着项目。',
    remedy: '关闭其他 ToolTune 标签页，然后刷新。',
  },
} satisfies typeof english;
